package dev.reprise.web.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.reprise.record.RefusedException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Nobody takes all places, and whoever waits gets the one that is left. */
class PlacesTest {

    private final Places places = new Places("full", "tests", 3, 2, 1);

    @Test
    void oneHasNoMoreThanAShare() {
        Places.Place first = places.take("one").orElseThrow();
        assertThat(places.take("one")).isPresent();
        assertThat(places.take("one")).isEmpty();
        Places.Place other = places.take("other").orElseThrow();
        assertThat(places.take("third")).isEmpty();
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> places.take("third", Duration.ofMillis(50)))
                .satisfies(full -> assertThat(full.problem().code()).isEqualTo("full"));
        other.close();
        assertThat(places.take("one")).isEmpty();
        first.close();
        assertThat(places.take("one")).isPresent();
    }

    /** One who waits, as is certain when this returns. */
    private CompletableFuture<Places.Place> waiting(String caller) {
        CompletableFuture<Places.Place> place = new CompletableFuture<>();
        Thread thread = new Thread(() -> place.complete(places.take(caller, Duration.ofMinutes(1))));
        thread.start();
        Awaitility.await().until(() -> thread.getState() == Thread.State.TIMED_WAITING);
        return place;
    }

    @Test
    void whoeverWaitsGetsTheOneThatIsLeft() {
        assertThat(places.take("one")).isPresent();
        Places.Place second = places.take("one").orElseThrow();
        CompletableFuture<Places.Place> waiting = waiting("one");
        assertThat(places.take("other")).isPresent();
        second.close();
        assertThat(waiting.join()).isNotNull();
        assertThat(places.take("third")).isEmpty();
    }

    @Test
    void notManyOfOneWait() {
        assertThat(places.take("one")).isPresent();
        Places.Place second = places.take("one").orElseThrow();
        CompletableFuture<Places.Place> waiting = waiting("one");
        assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> places.take("one", Duration.ofMinutes(1)));
        second.close();
        assertThat(waiting.join()).isNotNull();
    }
}
