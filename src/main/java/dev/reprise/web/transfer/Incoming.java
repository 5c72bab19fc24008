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
    private final Places.Place place;
    private final List<Spool.Upload> uploads = new ArrayList<>();
    private boolean kept;

    /** One of which nothing was read; closes {@code place} with it. */
    Incoming(Spool spool, UploadBody body, Places.Place place) {
        this.spool = spool;
        this.body = body;
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

    /** Something came of it, which says now what of it is needed. Else it goes at the next reclaiming, unless somebody has sent the same. */
    public void keep() {
        kept = true;
    }

    @Override
    public void close() {
        body.close();
        if (!kept) {
            uploads.forEach(spool::discard);
        }
        uploads.forEach(spool::release);
        place.close();
    }
}
