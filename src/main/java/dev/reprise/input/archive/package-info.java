/**
 * Opens ZIP archives and lets no hostile or ambiguous one through. Two readers can only see different things in an archive that says
 * something twice; so all that is said twice must agree, and every byte of the file must belong to exactly one record:
 *
 * <pre>
 * 1. {@link dev.reprise.input.archive.EndRecord}      where the directory lies, said in one way only
 * 2. {@link dev.reprise.input.archive.Directory}      each record: name, kind, method, sizes; nothing else is read for it
 * 3. {@link dev.reprise.input.archive.SameNames}      no name twice
 * 4. {@link dev.reprise.input.archive.LocalHeaders}   no overlap, by the directory alone; then each local header, descriptor, gap
 * 5. {@link dev.reprise.input.archive.Content}        real size and check sum, when an entry is read
 * </pre>
 *
 * <p>We read entries ourselves, at the places that were validated: what was checked is what is read. An entry costs about 40 bytes and
 * its name; the ZipFile of Commons Compress needs ten times as much and does not check CRCs.
 *
 * <p>Not guaranteed: that the file is left alone while it is open. Names are never used as paths.
 */
@NullMarked
package dev.reprise.input.archive;

import org.jspecify.annotations.NullMarked;
