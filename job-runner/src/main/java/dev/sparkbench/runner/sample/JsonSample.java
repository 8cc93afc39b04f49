package dev.sparkbench.runner.sample;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.runner.failure.RunFailure;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.catalyst.json.JSONOptions;
import org.apache.spark.sql.catalyst.json.JsonInferSchema;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import scala.Option;

/**
 * Looks at a sample of JSON data: the types of its keys are those that Spark infers, with the
 * widest numbers. Records that are no JSON objects are left out; reading finds them.
 */
public final class JsonSample {

  private static final int HEAD = 8;

  private final SampledObjects objects;
  private final JSONOptions options;
  private final JsonInferSchema rules;
  private final JsonFactory factory;

  private DataType all = new StructType();
  private long records;

  private JsonSample(SampledObjects objects, JSONOptions options) {
    this.objects = objects;
    this.options = options;
    this.rules = new JsonInferSchema(options);
    this.factory = options.buildJsonFactory();
  }

  /**
   * Takes a sample.
   *
   * @throws RunFailure {@code MalformedData} if the objects are no text, or hold values behind one
   *     another of which Spark would read only the first
   */
  public static TextSample take(SampledObjects objects, JSONOptions options) {
    return new JsonSample(objects, options).take();
  }

  private TextSample take() {
    List<SampleWindow> windows = objects.windows();
    boolean complete = objects.isEverything(windows);
    for (SampleWindow window : windows) {
      complete &= options.multiLine() ? addDocument(window) : addLines(window);
    }
    StructType merged = (StructType) all;
    return new TextSample(
        schema(merged),
        new SampleFacts(
            objects.all().size(), records, complete, null, withoutValues(merged), List.of()));
  }

  private boolean addLines(SampleWindow window) {
    Option<byte[]> lineEnd = options.lineSeparatorInRead();
    try (ObjectLines lines =
        objects.lines(window, lineEnd.isEmpty() ? Optional.empty() : Optional.of(lineEnd.get()))) {
      boolean first = window.start() == 0;
      while (lines.hasNext()) {
        byte[] line = lines.next().copyBytes();
        if (first) {
          Signatures.requireText(line, objects.objects().sparkPath(window.object()));
          first = false;
        }
        addLine(line);
      }
      return lines.atEnd();
    }
  }

  private void addLine(byte[] line) {
    try (JsonParser parser = parser(new ByteArrayInputStream(line))) {
      if (isRecord(parser)) {
        requireEnd(
            parser,
            "a line of %s has something behind its JSON object, which Spark does not read: write one object per line");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Adds what a window has of a document; says whether it was all of it. */
  private boolean addDocument(SampleWindow window) {
    try (InputStream stream = new BufferedInputStream(objects.open(window))) {
      stream.mark(HEAD);
      Signatures.requireText(stream.readNBytes(HEAD), objects.objects().sparkPath(window.object()));
      stream.reset();
      JsonParser parser = parser(stream);
      boolean ended = addDocument(parser, window.length());
      if (ended) {
        requireEnd(
            parser,
            "%s has several JSON values behind one another, of which Spark reads only the first where dataset.options.multiLine is set: remove that option");
      }
      return ended;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean addDocument(JsonParser parser, long length) throws IOException {
    try {
      if (parser.nextToken() != JsonToken.START_ARRAY) {
        add(rules.inferField(parser));
        return true;
      }
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        if (offset(parser) >= length) {
          return false;
        }
        add(rules.inferField(parser));
      }
      return true;
    } catch (JsonProcessingException | CharConversionException | RuntimeException e) {
      return false;
    }
  }

  /** Adds the record that comes next; says whether it is one. */
  private boolean isRecord(JsonParser parser) throws IOException {
    try {
      if (parser.nextToken() == null) {
        return false; // a blank line
      }
      return add(rules.inferField(parser));
    } catch (JsonProcessingException | CharConversionException | RuntimeException e) {
      return false;
    }
  }

  private static long offset(JsonParser parser) {
    long bytes = parser.currentLocation().getByteOffset();
    return bytes >= 0 ? bytes : parser.currentLocation().getCharOffset();
  }

  private JsonParser parser(InputStream stream) throws IOException {
    return options.encoding().isEmpty()
        ? factory.createParser(stream)
        : factory.createParser(new InputStreamReader(stream, options.encoding().get()));
  }

  /** Adds a value if it is a record, or several in an array. */
  private boolean add(DataType type) {
    DataType record = type instanceof ArrayType array ? array.elementType() : type;
    if (record instanceof StructType) {
      records++;
      all = JsonInferSchema.compatibleType(all, record);
    }
    return record instanceof StructType;
  }

  private void requireEnd(JsonParser parser, String problem) throws IOException {
    boolean more;
    try {
      more = parser.nextToken() != null;
    } catch (JsonProcessingException e) {
      more = true;
    }
    if (more) {
      throw new RunFailure(
          FailureReason.MALFORMED_DATA, problem.formatted(objects.objects().uri()));
    }
  }

  private StructType schema(StructType merged) {
    Option<DataType> schema = rules.canonicalizeType(merged, options);
    return schema.isEmpty() ? new StructType() : WidestTypes.of((StructType) schema.get());
  }

  private static List<String> withoutValues(StructType merged) {
    return Arrays.stream(merged.fields())
        .filter(field -> field.dataType().equals(DataTypes.NullType))
        .map(StructField::name)
        .toList();
  }
}
