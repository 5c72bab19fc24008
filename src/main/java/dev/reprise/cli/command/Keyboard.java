package dev.reprise.cli.command;

import dev.reprise.engine.ActiveRuns;
import dev.reprise.record.Exit;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * Ctrl-C while an import runs: the process ends as it does on every signal, but the import's report can say which it was. Where the
 * signal is ignored, as in a shell's background jobs, it stays so.
 */
final class Keyboard implements AutoCloseable {

    private static final Signal INTERRUPT = new Signal("INT");

    private final SignalHandler before;

    Keyboard(ActiveRuns runs) {
        before = Signal.handle(INTERRUPT, signal -> {
            runs.interrupted();
            System.exit(Exit.INTERRUPTED.code());
        });
        if (before.equals(SignalHandler.SIG_IGN)) {
            Signal.handle(INTERRUPT, before);
        }
    }

    @Override
    public void close() {
        Signal.handle(INTERRUPT, before);
    }
}
