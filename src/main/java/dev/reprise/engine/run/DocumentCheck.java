package dev.reprise.engine.run;

import dev.reprise.input.Position;
import dev.reprise.input.Shell;
import org.springframework.batch.infrastructure.item.ItemProcessor;

/**
 * Checks the document around the records as far as it is known with a block: a product that comes after its arrays is refused as soon
 * as it is seen. In the thread of the step, as it asks the database.
 */
final class DocumentCheck implements ItemProcessor<Loadable, Loadable> {

    private final ImportRun run;
    private String checked = "";

    DocumentCheck(ImportRun run) {
        this.run = run;
    }

    @Override
    public Loadable process(Loadable block) {
        check(block.position());
        return block;
    }

    /** Of a block that may itself be bad: what is wrong with the document comes first. */
    void check(Position position) {
        if (!position.shell().equals(checked)) {
            run.session().checkDocument(Shell.parse(position.shell(), run.job().inner()), position.finished());
            checked = position.shell();
        }
    }
}
