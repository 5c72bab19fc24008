package dev.reprise.table;

import static dev.reprise.source.inskill.ProductTables.HEAD;
import static dev.reprise.source.inskill.ProductTables.PART;
import static dev.reprise.source.inskill.ProductTables.STEP;
import static dev.reprise.source.inskill.ProductTables.VARIABLE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.source.inskill.ProductTables;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a declared table means in the database. */
class EntityTableTest {

    @Test
    void everyKindLeadsWithItsOwnColumns() {
        assertThat(VARIABLE.copyColumns())
                .containsExactly(
                        "generation_id", "guid", "element_index", "byte_offset", "name", "scope", "kind", "attributes");
        assertThat(STEP.copyColumns())
                .startsWith(
                        "generation_id", "guid", "parent_guid", "parent_index", "element_index", "byte_offset", "type");
        assertThat(PART.copyColumns())
                .containsExactly("generation_id", "element_index", "byte_offset", "array_name", "content");
        assertThat(HEAD.copyColumns()).startsWith("generation_id", "guid", "bundle_id");
    }

    @Test
    void fieldsAreFoundByName() {
        assertThat(VARIABLE.index("name")).isZero();
        assertThat(VARIABLE.index("attributes")).isEqualTo(3);
        assertThat(VARIABLE.index("generation_id")).isEqualTo(-1);
    }

    @Test
    void sharedGenerationsHaveAPartitionAndLargeOnesEachTheirOwnButTheHeadHasNone() {
        assertThat(STEP.partition(-7)).isEqualTo("step_shared");
        assertThat(STEP.partition(7)).isEqualTo("step_7");
        assertThat(HEAD.partition(-7)).isEqualTo("product_fields");
        assertThat(HEAD.partition(7)).isEqualTo("product_fields");
    }

    @Test
    void theDatabaseHasEveryDeclaredColumnWithItsType() {
        Workbench bench = new Workbench();
        List<EntityTable> tables = new ArrayList<>(ProductTables.ALL);
        tables.add(HEAD);
        for (EntityTable table : tables) {
            List<String> found = bench.jdbc.queryForList(
                    "SELECT column_name || ' ' || data_type FROM information_schema.columns"
                            + " WHERE table_schema = 'public' AND table_name = ?",
                    String.class,
                    table.partition(-1));
            assertThat(found).hasSameSizeAs(table.copyColumns());
            assertThat(found)
                    .containsAll(table.columns().stream()
                            .map(column ->
                                    column.name() + " " + column.type().name().toLowerCase())
                            .toList());
        }
    }
}
