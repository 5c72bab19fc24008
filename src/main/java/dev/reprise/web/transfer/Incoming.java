package dev.reprise.web.transfer;

import dev.reprise.web.limit.Places;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * A request's body on its way into the spool, in one piece or in parts. It holds its sender's place among the uploads, and nobody removes
 * what was spooled of it, until it is closed.
 */
public final class Incoming implements AutoCloseable {

    private final Spool spool;
    private final UploadBody body;
    private final DiskShares.Share share;
    private final Places.Place place;
    private final List<Spool.Upload> uploads = new ArrayList<>();

    /** One of which nothing was read; gives back share and place when it is closed. */
    Incoming(Spool spool, UploadBody body, DiskShares.Share share, Places.Place place) {
        this.spool = spool;
        this.body = body;
        this.share = share;
        this.place = place;
    }

    /** All its bytes; whoever reads too many, too slow or broken ones is told by {@code upload-too-large}, {@code upload-slow} and {@code upload-broken}. */
    public InputStream content() {
        return body;
    }

    /**
     * Puts it into the spool.
     *
     * @param part {@link #content}, or what was read through it
     * @param ending of the file's name, such as {@code .json}
     * @throws dev.reprise.record.RefusedException as reading does, or {@code spool-full}; nothing of the part stays then
     */
    public Spool.Upload receive(InputStream part, String ending) {
        Spool.Upload upload = spool.receive(part, ending);
        uploads.add(upload);
        return upload;
    }

    /** To be closed once. */
    @Override
    public void close() {
        share.end();
        uploads.forEach(spool::release);
        place.close();
    }
}
