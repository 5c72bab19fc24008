package dev.reprise.engine.job;

import dev.reprise.record.Exit;
import dev.reprise.record.Problem;
import dev.reprise.record.RefusedException;
import java.math.BigDecimal;
import java.util.regex.Pattern;

/**
 * How many records may stay out of an import that is published all the same.
 *
 * @param text {@code N} or {@code N%}; a percentage is of the records read
 */
public record RejectionLimit(String text) {

    private static final Pattern FORM = Pattern.compile("\\d{1,18}|(100|\\d{1,2}(\\.\\d{1,6})?)%");

    /** Not one. */
    public static final RejectionLimit NONE = new RejectionLimit("0");

    /** @throws RefusedException with exit 2 if the text is neither a number nor a percentage */
    public RejectionLimit {
        if (!FORM.matcher(text).matches()) {
            throw new RefusedException(
                    Exit.USAGE,
                    Problem.unchanged(
                            "max-rejections-malformed",
                            "'" + text + "' is not a number of rejections",
                            null,
                            "Give a number, such as 10, or a percentage, such as 0.5%."));
        }
    }

    /** Whether so many rejections of so many records are too many. */
    public boolean exceededBy(long rejected, long read) {
        if (!text.endsWith("%")) {
            return rejected > Long.parseLong(text);
        }
        BigDecimal percent = new BigDecimal(text.substring(0, text.length() - 1));
        return BigDecimal.valueOf(rejected).movePointRight(2).compareTo(percent.multiply(BigDecimal.valueOf(read))) > 0;
    }
}
