package dev.reprise.input;

import org.jspecify.annotations.Nullable;

/**
 * How far a file has been read: what a checkpoint keeps. A reader that is opened here hands out the elements after it, each as
 * it would have without the interruption.
 *
 * @param offset byte offset after the last element that was handed out
 * @param array the streamed array that the offset lies in; null at the end of the document
 * @param nextIndex place in the array of the next element
 * @param shell the document so far without the elements, as JSON
 * @param chain fingerprint of the whole blocks before the offset
 * @param tail fingerprint of the last bytes before the offset
 */
public record Position(long offset, @Nullable String array, long nextIndex, String shell, byte[] chain, byte[] tail) {

    /** Whether the document was read to its end. */
    public boolean finished() {
        return array == null;
    }
}
