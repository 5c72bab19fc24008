package dev.reprise.torture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.testing.Fault.Mode;
import dev.reprise.torture.CrashCase.Outcome;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole crash loop: every mode at every operation, which takes hours. {@code -Dtorture.modes=HALT,CUT} runs some modes, {@code
 * -Dtorture.step=10 -Dtorture.first=3} every tenth operation from the third, {@code -Dtorture.large=true} with generations in
 * tables of their own.
 */
class CrashLoopSoak {

    @TempDir
    Path directory;

    private final Map<Mode, CrashLoop> loops = new ConcurrentHashMap<>();

    @Test
    void everyPointIsSurvived() {
        List<Mode> modes = Arrays.stream(System.getProperty("torture.modes", "").split(","))
                .filter(name -> !name.isEmpty())
                .map(Mode::valueOf)
                .toList();
        List<Mode> all = modes.isEmpty() ? List.of(Mode.values()) : modes;
        Scenario scenario = new Scenario(directory, Boolean.getBoolean("torture.large"));
        Outcome unbroken = new CrashCase(scenario, Mode.CUT, Long.MAX_VALUE).run();
        assertThat(unbroken.survived()).as(unbroken.toString()).isTrue();
        CrashLoop total = new CrashLoop(scenario, unbroken);
        // who is killed has a JVM of its own, who is not has not
        Map<Boolean, List<Mode>> lanes = all.stream()
                .collect(Collectors.partitioningBy(mode -> mode.name().startsWith("HALT")));
        CompletableFuture<Void> halting =
                CompletableFuture.runAsync(() -> lanes.get(true).forEach(mode -> loop(scenario, unbroken, mode)));
        lanes.get(false).forEach(mode -> loop(scenario, unbroken, mode));
        halting.join();
        all.forEach(mode -> total.add(loops.get(mode)));
        System.out.println("crash loop, all of " + all.size() + " modes: " + total);
        assertThat(total.failures()).isEmpty();
    }

    private void loop(Scenario scenario, Outcome unbroken, Mode mode) {
        CrashLoop loop = new CrashLoop(scenario, unbroken);
        loop.run(mode, Long.getLong("torture.first", 1), Long.getLong("torture.step", 1));
        loops.put(mode, loop);
        String name = mode.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        // written at once, as the whole loop may be ended by its time
        System.out.println("crash loop, " + name + ": " + loop);
    }
}
