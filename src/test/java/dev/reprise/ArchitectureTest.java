package dev.reprise;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The house: which room may use which. This table is the architecture; a package that is not on it fails the build. */
class ArchitectureTest {

    private static final Map<String, Set<String>> MAY_USE = new TreeMap<>(Map.ofEntries(
            Map.entry("record", Set.of()),
            Map.entry("input", Set.of("record")),
            Map.entry("table", Set.of("record")),
            Map.entry("report", Set.of("record")),
            Map.entry("server", Set.of("record")),
            Map.entry("secret", Set.of("record")),
            Map.entry("engine", Set.of("record", "input", "table", "report")),
            Map.entry("web", Set.of("record", "report", "engine")),
            Map.entry("source", Set.of("record", "input", "table", "report", "engine", "secret", "web")),
            Map.entry("request", Set.of("record", "report", "engine")),
            Map.entry("schedule", Set.of("record", "report", "engine", "request")),
            Map.entry("cli", Set.of("record", "report", "engine", "web", "request", "schedule")),
            Map.entry("api", Set.of("record", "report", "engine", "web", "request", "schedule"))));

    private static final Set<String> ROOMS = MAY_USE.keySet();
    private static final int MOST_TYPES = 20;

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.reprise");

    @ParameterizedTest
    @FieldSource("ROOMS")
    void roomUsesOnlyTheRoomsItMay(String room) {
        String[] closed = ROOMS.stream()
                .filter(other -> !other.equals(room)
                        && !MAY_USE.getOrDefault(room, Set.of()).contains(other))
                .map(other -> "dev.reprise." + other + "..")
                .toArray(String[]::new);
        noClasses()
                .that()
                .resideInAPackage("dev.reprise." + room + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(closed)
                .orShould()
                .dependOnClassesThat()
                .resideInAPackage("dev.reprise")
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void everyRoomIsOnTheMap() {
        Set<String> rooms = CLASSES.stream()
                .map(type -> type.getPackageName()
                        .replaceFirst("^dev\\.reprise\\.?", "")
                        .replaceFirst("\\..*", ""))
                .filter(room -> !room.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(rooms).isEqualTo(new TreeSet<>(ROOMS));
    }

    @Test
    void recordKnowsNoFramework() {
        classes()
                .that()
                .resideInAPackage("dev.reprise.record..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "org.jspecify..", "dev.reprise.record..")
                .check(CLASSES);
    }

    @Test
    void sourcesDoNotKnowEachOther() {
        slices().matching("dev.reprise.source.(*)..")
                .should()
                .notDependOnEachOther()
                .check(CLASSES);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("dev.reprise.(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void namesSayWhatAThingIs() {
        noClasses()
                .should()
                .haveNameMatching(".*(Impl|Manager|Helper|Utils?|Common|Misc|Base)$")
                .check(CLASSES);
    }

    @Test
    void packagesAreSmall() {
        Map<String, Long> types =
                topLevel().collect(Collectors.groupingBy(JavaClass::getPackageName, Collectors.counting()));
        types.values().removeIf(count -> count <= MOST_TYPES);
        assertThat(types).as("packages with more than %d types", MOST_TYPES).isEmpty();
    }

    @Test
    void mostFieldsAreFinal() {
        long fields = instanceFields().count();
        long finalFields = instanceFields().filter(isFinal -> isFinal).count();
        assertThat((double) finalFields / fields)
                .as("share of final instance fields")
                .isGreaterThanOrEqualTo(0.8);
    }

    @Test
    void architecturePageShowsTheSameTable() throws IOException {
        String page = Files.readString(Path.of("src/docs/architecture.md"), StandardCharsets.UTF_8);
        MAY_USE.forEach((room, others) -> assertThat(page)
                .contains("| " + (room.equals("source") ? "source.*" : room) + " | "
                        + (others.isEmpty() ? "-" : ordered(others)) + " |"));
    }

    private static String ordered(Set<String> rooms) {
        return List.of("record", "input", "table", "report", "engine", "secret", "web", "request", "schedule").stream()
                .filter(rooms::contains)
                .collect(Collectors.joining(", "));
    }

    private static Stream<JavaClass> topLevel() {
        return CLASSES.stream()
                .filter(JavaClass::isTopLevelClass)
                .filter(type -> !type.getSimpleName().equals("package-info"));
    }

    /** Of the fields that objects have: whether each is final. */
    private static Stream<Boolean> instanceFields() {
        return CLASSES.stream()
                .flatMap(type -> type.getFields().stream())
                .filter(field -> !field.getModifiers().contains(JavaModifier.STATIC))
                .filter(field -> !field.getModifiers().contains(JavaModifier.SYNTHETIC))
                .map(field -> field.getModifiers().contains(JavaModifier.FINAL));
    }
}
