package dev.reprise.engine.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.reprise.engine.ledger.Checkpoints.Checkpoint;
import dev.reprise.input.Position;
import dev.reprise.record.Exit;
import dev.reprise.record.RefusedException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** An import goes on exactly where its last chunk ended. */
class CheckpointsTest {

    private static Books books;

    private final UUID importId = UUID.randomUUID();

    @BeforeAll
    static void open() {
        books = new Books();
    }

    private static Checkpoint at(long offset, @Nullable String array, int seed) {
        byte[] chain = {(byte) seed, 0, -1};
        byte[] tail = {(byte) (seed + 1)};
        byte[] hash = {(byte) (seed + 2), 127, -128};
        return new Checkpoint(new Position(offset, array, seed, "{ \"é😀\" : 1e3 }", chain, tail), hash);
    }

    private void assertSaved(Checkpoint expected) {
        assertThat(books.checkpoints.find(importId))
                .hasValueSatisfying(
                        found -> assertThat(found).usingRecursiveComparison().isEqualTo(expected));
    }

    @Test
    void thereIsNoneBeforeTheFirstChunk() {
        assertThat(books.checkpoints.find(importId)).isEmpty();
    }

    @Test
    void everyFieldComesBack() {
        Checkpoint checkpoint = at(5_000_000_000L, "/data/tasks", 3);
        books.checkpoints.save(importId, checkpoint);
        assertSaved(checkpoint);
    }

    @Test
    void aLaterOneTakesThePlaceOfTheEarlierInEveryField() {
        books.checkpoints.save(importId, at(1, "/data/tasks", 3));
        books.checkpoints.save(UUID.randomUUID(), at(2, "/data/scripts", 7));
        Checkpoint last = at(9, null, 50);
        books.checkpoints.save(importId, last);
        assertSaved(last);
        assertThat(last.position().finished()).isTrue();
        assertThat(books.jdbc.queryForObject(
                        "SELECT finished FROM import_checkpoint WHERE import_id = ?", Boolean.class, importId))
                .isTrue();
    }

    @Test
    void oneOfAnotherFormatIsRefusedAndCanBeOverwritten() {
        books.checkpoints.save(importId, at(1, "/data/tasks", 3));
        books.jdbc.update("UPDATE import_checkpoint SET format = 99 WHERE import_id = ?", importId);
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> books.checkpoints.find(importId))
                .withMessageStartingWith("checkpoint-format: ")
                .satisfies(e -> assertThat(e.exit()).isEqualTo(Exit.WRONG_STATE));
        Checkpoint next = at(2, "/data/tasks", 4);
        books.checkpoints.save(importId, next);
        assertSaved(next);
    }

    @Test
    void aDeletedOneIsForgotten() {
        books.checkpoints.save(importId, at(1, "/data/tasks", 3));
        books.checkpoints.delete(importId);
        assertThat(books.checkpoints.find(importId)).isEmpty();
    }
}
