package dev.reprise.source.inskill;

import static dev.reprise.table.Column.Type.BIGINT;
import static dev.reprise.table.Column.Type.BOOLEAN;
import static dev.reprise.table.Column.Type.JSON;
import static dev.reprise.table.Column.Type.TEXT;
import static dev.reprise.table.Column.Type.UUID;

import dev.reprise.table.Column;
import dev.reprise.table.EntityTable;
import dev.reprise.table.EntityTable.Kind;
import dev.reprise.table.Reference;
import dev.reprise.table.Reference.Form;
import java.util.ArrayList;
import java.util.List;

/** The entities of a product export, and what must hold between them. */
final class Tables {

    static final String ATTRIBUTES = EntityTable.ATTRIBUTES;

    static final EntityTable PRODUCT_FIELDS = new EntityTable(
            "product_fields",
            Kind.HEAD,
            "/data/product",
            List.of(
                    new Column("guid", UUID),
                    new Column("bundle_id", TEXT),
                    new Column("name", TEXT),
                    new Column("published", BIGINT),
                    new Column("visible", BIGINT),
                    new Column("aliases", JSON),
                    new Column("escalation_task_guid", UUID),
                    new Column("inherited", BOOLEAN),
                    new Column(ATTRIBUTES, JSON)));

    static final EntityTable TASK = new EntityTable(
            "task",
            Kind.TOP,
            "/data/tasks",
            List.of(
                    new Column("name", TEXT),
                    new Column("position", BIGINT),
                    new Column("description", TEXT),
                    new Column("access_level", TEXT),
                    new Column("dependencies", JSON),
                    new Column(ATTRIBUTES, JSON)));

    static final EntityTable STEP = new EntityTable(
            "step",
            Kind.NESTED,
            "/data/tasks/%s/steps",
            List.of(
                    new Column("type", TEXT),
                    new Column("position", BIGINT),
                    new Column("title", TEXT),
                    new Column("body", TEXT),
                    new Column("script_guid", UUID),
                    new Column("task_guid", UUID),
                    new Column("feedback", JSON),
                    new Column("dependencies", JSON),
                    new Column("resources", JSON),
                    new Column(ATTRIBUTES, JSON)));

    static final EntityTable SCRIPT = new EntityTable(
            "script",
            Kind.TOP,
            "/data/scripts",
            List.of(
                    new Column("name", TEXT),
                    new Column("event", TEXT),
                    new Column("code", TEXT),
                    new Column(ATTRIBUTES, JSON)));

    static final EntityTable TRANSLATION = new EntityTable(
            "translation",
            Kind.TOP,
            "/data/translations",
            List.of(
                    new Column("language", TEXT),
                    new Column("entity", TEXT),
                    new Column("entity_guid", UUID),
                    new Column("field", TEXT),
                    new Column("text", TEXT),
                    new Column(ATTRIBUTES, JSON)));

    static final EntityTable RESOURCE = new EntityTable(
            "resource",
            Kind.TOP,
            "/data/resources",
            List.of(
                    new Column("type", TEXT),
                    new Column("name", TEXT),
                    new Column("url", TEXT),
                    new Column("dependencies", JSON),
                    new Column(ATTRIBUTES, JSON)));

    static final EntityTable VARIABLE = new EntityTable(
            "variable",
            Kind.TOP,
            "/data/variables",
            List.of(
                    new Column("name", TEXT),
                    new Column("scope", TEXT),
                    new Column("kind", TEXT),
                    new Column(ATTRIBUTES, JSON)));

    static final EntityTable PART = new EntityTable(
            "part", Kind.PART, "/data", List.of(new Column("array_name", TEXT), new Column("content", JSON)));

    /** The arrays that every export should have. */
    static final List<EntityTable> ARRAYS = List.of(TASK, SCRIPT, TRANSLATION, RESOURCE, VARIABLE);

    static final List<EntityTable> ALL = List.of(TASK, STEP, SCRIPT, TRANSLATION, RESOURCE, VARIABLE, PART);

    /** What a translation can be of; its field {@code entity} says which. */
    static final List<EntityTable> TRANSLATED = List.of(TASK, STEP, SCRIPT, RESOURCE, VARIABLE);

    private Tables() {}

    static List<Reference> references() {
        List<Reference> references = new ArrayList<>(List.of(
                Reference.column(STEP, "script_guid", SCRIPT, "dangling-script"),
                Reference.column(STEP, "task_guid", TASK, "dangling-subtask"),
                new Reference(STEP, Form.LINKS, "resources", RESOURCE, null, "dangling-resource"),
                new Reference(STEP, Form.PARENT, "parent_guid", TASK, null, "parent-rejected"),
                Reference.column(PRODUCT_FIELDS, "escalation_task_guid", TASK, "dangling-escalation-task"),
                translationOf("product", PRODUCT_FIELDS)));
        TRANSLATED.forEach(table -> references.add(translationOf(table.name(), table)));
        return references;
    }

    private static Reference translationOf(String entity, EntityTable table) {
        String only = "s.entity = '" + entity + "'";
        return new Reference(TRANSLATION, Form.COLUMN, "entity_guid", table, only, "dangling-translation");
    }
}
