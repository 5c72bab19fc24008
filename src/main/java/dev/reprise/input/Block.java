package dev.reprise.input;

import dev.reprise.record.SourceRecord;
import java.util.List;

/**
 * Elements that follow each other in a file; they become one chunk. The last block of a document may have none.
 *
 * @param records in the order of the file
 * @param position where the block ends
 */
public record Block(List<SourceRecord> records, Position position) {}
