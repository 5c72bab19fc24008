package dev.reprise.cli.view;

import java.util.ArrayList;
import java.util.List;

/** Columns of text, numbers to the right. */
public final class TextTable {

    private final List<String[]> rows = new ArrayList<>();

    /** Begins with its titles. */
    public TextTable(String... titles) {
        rows.add(titles);
    }

    /** Adds a row, safe to print. */
    public TextTable row(String... cells) {
        for (int i = 0; i < cells.length; i++) {
            cells[i] = Printable.line(cells[i]);
        }
        rows.add(cells);
        return this;
    }

    /** All of it, on lines. */
    public String text() {
        int columns = rows.get(0).length;
        int[] widths = new int[columns];
        boolean[] numbers = new boolean[columns];
        for (int i = 0; i < columns; i++) {
            numbers[i] = rows.size() > 1;
            for (int j = 0; j < rows.size(); j++) {
                widths[i] = Math.max(widths[i], rows.get(j)[i].length());
                numbers[i] &= j == 0 || rows.get(j)[i].matches("[\\d .]*");
            }
        }
        List<String> lines = new ArrayList<>();
        for (String[] row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < columns; i++) {
                String pad = " ".repeat(widths[i] - row[i].length());
                line.append(i == 0 ? "" : "  ").append(numbers[i] ? pad + row[i] : row[i] + pad);
            }
            lines.add(line.toString().stripTrailing());
        }
        return String.join("\n", lines);
    }
}
