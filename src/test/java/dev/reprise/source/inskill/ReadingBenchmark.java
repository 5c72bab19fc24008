package dev.reprise.source.inskill;

import dev.reprise.input.Block;
import dev.reprise.input.InputSettings;
import dev.reprise.input.JsonExportReader;
import dev.reprise.input.StrictJson;
import dev.reprise.record.SourceRecord;
import dev.reprise.testing.Exports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** An export of 10 MB, read once an operation: by the reader, by Jackson's bare tokens, and judged and encoded. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class ReadingBenchmark {

    /** Of the file, with a thousandth to spare. */
    public static final int TASKS = 1038;

    private static final InputSettings SETTINGS = InputSettings.defaults();

    private Path file = Path.of("");
    private byte[] bytes = new byte[0];
    private final List<Block> blocks = new ArrayList<>();
    private final RecordProcessor processor = new RecordProcessor(new StrictJson("export.json", SETTINGS));

    /** Writes the file and reads its blocks. */
    @Setup(Level.Trial)
    public void prepare() throws IOException {
        file = Files.createTempFile("reading", ".json");
        Exports.write(file, 410, "b-17", TASKS, 7);
        bytes = Files.readAllBytes(file);
        try (JsonExportReader reader = new JsonExportReader(file, "data", SETTINGS, null)) {
            for (Block block = reader.read(); block != null; block = reader.read()) {
                byte[] kept = block.records().isEmpty()
                        ? new byte[0]
                        : block.records().get(0).bytes().clone();
                List<SourceRecord> records = block.records().stream()
                        .map(record -> new SourceRecord(record.origin(), kept, record.from(), record.to()))
                        .toList();
                blocks.add(new Block(records, block.position()));
            }
        }
    }

    /** Removes the file. */
    @TearDown(Level.Trial)
    public void remove() throws IOException {
        Files.delete(file);
    }

    /** Finds the elements and checks every byte; with reading the file and its fingerprint. */
    @Benchmark
    public long reader() throws IOException {
        long records = 0;
        try (JsonExportReader reader = new JsonExportReader(file, "data", SETTINGS, null)) {
            for (Block block = reader.read(); block != null; block = reader.read()) {
                records += block.records().size();
            }
        }
        return records;
    }

    /** Walks over the tokens and looks at no value. */
    @Benchmark
    public long jacksonTokens() {
        long tokens = 0;
        try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), bytes)) {
            while (parser.nextToken() != null) {
                tokens++;
            }
        }
        return tokens;
    }

    /** Parses, judges and encodes the rows of blocks that were read before. */
    @Benchmark
    public long encoder() {
        long rows = 0;
        for (Block block : blocks) {
            rows += processor.process(block).outcomes().size();
        }
        return rows;
    }
}
