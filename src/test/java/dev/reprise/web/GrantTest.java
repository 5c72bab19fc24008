package dev.reprise.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reprise.record.RefusedException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What scopes give: each to its own targets, and never that of another. */
class GrantTest {

    private static Caller caller(List<String> words, String... targets) {
        return new Caller("test", null, Grant.of(words, List.of(targets)));
    }

    @Test
    void eachScopeIsForItsOwnTargets() {
        Caller caller = caller(List.of("manage_import_containers:acme", "view_import_containers:other"));
        assertThat(caller.may(Scope.IMPORT, "container/acme/a")).isTrue();
        assertThat(caller.may(Scope.VIEW, "container/other/a")).isTrue();
        assertThat(caller.may(Scope.IMPORT, "container/other/a")).isFalse();
        assertThat(caller.may(Scope.IMPORT, "container/acme2/a")).isFalse();
        assertThat(caller.may(Scope.VIEW, "product/410")).isFalse();
        assertThat(caller.mayEverywhere(Scope.VIEW)).isFalse();
        assertThat(caller.patterns(Scope.IMPORT)).containsExactly("container/acme/%");
        assertThat(caller.patterns(Scope.UNDO)).isEmpty();
        assertThatThrownBy(() -> caller.require(Scope.ADMIN)).isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> caller.require(Scope.IMPORT, "container/other/a"))
                .isInstanceOf(RefusedException.class);
    }

    @Test
    void aVendorsScopeReachesNoFurtherThanTheTargets() {
        List<String> words = List.of("manage_project:acme", "view");
        assertThat(caller(words, "container/acme/*").may(Scope.UNDO, "container/acme/a"))
                .isTrue();
        assertThat(caller(words, "container/acme/a").may(Scope.UNDO, "container/acme/a"))
                .isFalse();
        assertThat(caller(words, "product/410").may(Scope.IMPORT, "container/acme/a"))
                .isFalse();
        assertThat(caller(words, "product/410").may(Scope.VIEW, "product/410")).isTrue();
    }

    @Test
    void whatIsNoScopeGivesNothing() {
        for (String word : List.of(
                "View",
                "manage_import_containers",
                "manage_project:",
                "manage_project:a/*",
                "manage_project:*",
                "x:y")) {
            assertThat(Grant.of(List.of(word), List.of())).isEmpty();
            assertThat(Grant.isScope(word)).isFalse();
        }
        assertThat(Grant.isScope("manage_project:acme")).isTrue();
    }

    @Test
    void patternsMeanTheirTargetsAlone() {
        assertThat(caller(List.of("view"), "product/1_%", "project/a\\b/*").patterns(Scope.VIEW))
                .containsExactly("product/1\\_\\%", "project/a\\\\b/%");
        assertThat(caller(List.of("admin")).patterns(Scope.VIEW)).containsExactly("%");
    }
}
