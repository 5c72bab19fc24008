package dev.reprise.bench;

import java.util.List;
import java.util.Locale;

/** Draws how the times grow with the file, both on logarithmic axes. */
final class GrowthPicture {

    private static final int WIDTH = 720;
    private static final int HEIGHT = 420;
    private static final int LEFT = 60;
    private static final int RIGHT = 270;
    private static final int BOTTOM = 50;
    private static final int TOP = 20;
    private static final List<String> COLOURS =
            List.of("#0b6e4f", "#4caf8a", "#1f5fa8", "#8a8a8a", "#c77d0a", "#a8321f");
    private static final double SHORTEST = 0.1;
    private static final double LONGEST = 200;

    private final Results results;
    private final List<Integer> sizes;

    GrowthPicture(Results results, List<Integer> sizes) {
        this.results = results;
        this.sizes = sizes;
    }

    String draw() {
        StringBuilder svg = new StringBuilder(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"12\">%n"
                        .formatted(WIDTH, HEIGHT));
        svg.append("<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n");
        for (double seconds : new double[] {0.1, 1, 10, 100}) {
            svg.append(String.format(
                    Locale.ROOT,
                    "<path d=\"M%d %.1fH%d\" stroke=\"#ddd\"/><text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s s</text>%n",
                    LEFT,
                    y(seconds),
                    WIDTH - RIGHT,
                    LEFT - 6,
                    y(seconds) + 4,
                    seconds < 1 ? "0.1" : Integer.toString((int) seconds)));
        }
        for (int size : sizes) {
            svg.append(String.format(
                    Locale.ROOT,
                    "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%d MB</text>%n",
                    x(size),
                    HEIGHT - BOTTOM + 20,
                    size));
        }
        List<String> names = results.compared(sizes.get(sizes.size() - 1));
        for (int i = 0; i < names.size(); i++) {
            line(svg, names.get(i), COLOURS.get(i % COLOURS.size()), TOP + 20 * (i + 1));
        }
        return svg.append("</svg>\n").toString();
    }

    private void line(StringBuilder svg, String name, String colour, int legend) {
        StringBuilder points = new StringBuilder();
        for (int size : sizes) {
            if (results.compared(size).contains(name)) {
                points.append(String.format(Locale.ROOT, "%.1f,%.1f ", x(size), y(results.seconds(size, name))));
            }
        }
        svg.append("<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>%n"
                .formatted(points.toString().trim(), colour));
        svg.append("<text x=\"%d\" y=\"%d\" fill=\"%s\">%s</text>%n"
                .formatted(
                        WIDTH - RIGHT + 12,
                        legend,
                        colour,
                        name.replace("`", "").replace("&", "&amp;")));
    }

    private double x(int size) {
        double first = Math.log(sizes.get(0));
        double span = Math.max(1e-9, Math.log(sizes.get(sizes.size() - 1)) - first);
        return LEFT + 20 + (WIDTH - RIGHT - LEFT - 40) * (Math.log(size) - first) / span;
    }

    private static double y(double seconds) {
        double share = (Math.log(seconds) - Math.log(SHORTEST)) / (Math.log(LONGEST) - Math.log(SHORTEST));
        return HEIGHT - BOTTOM - share * (HEIGHT - BOTTOM - TOP);
    }
}
