package dev.reprise.secret;

import dev.reprise.record.Reason;

/** Ends the merge of one account; never leaves this room. */
final class Rejected extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient Reason reason;

    Rejected(String code, String pointer, String message) {
        super(message, null, false, false);
        this.reason = new Reason(code, pointer, null, message);
    }

    Reason reason() {
        return reason;
    }
}
