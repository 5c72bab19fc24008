package dev.reprise.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Of several ends the worst is told. */
class ExitTest {

    private static final List<Integer> WORST_FIRST = List.of(130, 143, 1, 75, 7, 9, 4, 5, 6, 2, 3, 10, 0);

    @Test
    void theWorstOfManyIsToldInWhateverOrderTheyCome() {
        List<Exit> exits = new ArrayList<>(WORST_FIRST.stream().map(Exit::of).toList());
        for (int from = 0; from < exits.size(); from++) {
            List<Exit> rest = new ArrayList<>(exits.subList(from, exits.size()));
            for (int seed = 0; seed < 20; seed++) {
                Collections.shuffle(rest, new Random(seed));
                Exit worst = rest.stream().reduce(Exit.OK, Exit::orWorse);
                assertThat(worst.code()).isEqualTo(WORST_FIRST.get(from));
            }
        }
    }

    @Test
    void everyExitHasItsPlaceInThatOrder() {
        assertThat(Arrays.stream(Exit.values()).map(Exit::code)).containsExactlyInAnyOrderElementsOf(WORST_FIRST);
        assertThatThrownBy(() -> Exit.of(42)).isInstanceOf(IllegalArgumentException.class);
    }
}
