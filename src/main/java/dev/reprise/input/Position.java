package dev.reprise.input;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * How far a file has been read: what a checkpoint keeps. A reader that is opened here hands out the elements after it, each as
 * it would have without the interruption.
 *
 * @param offset byte offset after the last element that was handed out, in the document, which may have been compressed in the file
 * @param array the streamed array that the offset lies in; null at the end of the document
 * @param nextIndex place in the array of the next element
 * @param shell the document so far without the elements, as JSON
 * @param chain fingerprint of the whole blocks before the offset
 * @param tail fingerprint of the last bytes before the offset; where the file is compressed, after it in 8 bytes how much of it was read
 */
public record Position(long offset, @Nullable String array, long nextIndex, String shell, byte[] chain, byte[] tail) {

    /** How many bytes of the file were read up to here; of one that is compressed, this is not the offset. */
    public long fileBytes() {
        return tail.length == Fingerprint.LENGTH + Long.BYTES
                ? ByteBuffer.wrap(tail).getLong(Fingerprint.LENGTH)
                : offset;
    }

    /** Whether the document was read to its end. */
    public boolean finished() {
        return array == null;
    }
}
