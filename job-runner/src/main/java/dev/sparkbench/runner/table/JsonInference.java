// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.table;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.catalyst.json.JSONOptions;
import org.apache.spark.sql.catalyst.json.JsonInferSchema;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import scala.Function2;

/**
 * Infers the schema of JSON in the driver, with the classes and the steps of Spark's {@code
 * read().json(records)}. Spark takes a job for them, on executors that have just started.
 *
 * @param options what the records look like; bad ones are to be dropped
 */
record JsonInference(JSONOptions options) {

  /** The keys of the records; none if no record is an object. */
  StructType infer(List<String> records) {
    JsonFactory factory = options.buildJsonFactory();
    JsonInferSchema inference = new JsonInferSchema(options);
    return merge(
        records.stream().flatMap(record -> type(inference, factory, record).stream()).toList());
  }

  /** The keys of records of these types; none if no record is an object. */
  StructType merge(List<DataType> records) {
    Function2<DataType, DataType, DataType> merge =
        JsonInferSchema.compatibleRootType(
            options.columnNameOfCorruptRecord(), options.parseMode());
    DataType root =
        records.stream()
            .reduce(merge::apply)
            .map(type -> merge.apply(new StructType(), type))
            .orElseGet(StructType::new);
    scala.Option<DataType> type = new JsonInferSchema(options).canonicalizeType(root, options);
    return type.isDefined() && type.get() instanceof StructType keys ? keys : new StructType();
  }

  private static Optional<DataType> type(
      JsonInferSchema inference, JsonFactory factory, String record) {
    // Spark gives Jackson bytes, too. It checks them more strictly than text.
    try (JsonParser parser = factory.createParser(record.getBytes(StandardCharsets.UTF_8))) {
      parser.nextToken();
      return Optional.of(inference.inferField(parser));
    } catch (IOException | RuntimeException e) {
      return Optional.empty();
    }
  }

  /**
   * The types of the first records, one a line. They are not kept, so that a record may be of any
   * size; the first is read to its end in any case.
   *
   * @param mostRecords how many at most
   * @param mostCharacters where to stop
   */
  List<DataType> ofLines(TextRecordReader lines, int mostRecords, long mostCharacters)
      throws IOException {
    JsonFactory factory = options.buildJsonFactory();
    JsonInferSchema inference = new JsonInferSchema(options);
    List<DataType> types = new ArrayList<>();
    for (int i = 0; i < mostRecords && lines.next(mostCharacters); i++) {
      try (JsonParser parser = factory.createParser(lines)) {
        parser.nextToken();
        types.add(inference.inferField(parser));
      } catch (IOException | RuntimeException e) {
        if (lines.failed()) {
          throw e;
        }
        // A bad record, which is found when the data is read.
      }
    }
    return types;
  }

  /**
   * The types of the first elements of a document that is a list, or the type of one that is not.
   */
  List<DataType> ofDocument(Reader document, int mostRecords, long mostCharacters)
      throws IOException {
    JsonInferSchema inference = new JsonInferSchema(options);
    List<DataType> types = new ArrayList<>();
    try (JsonParser parser = options.buildJsonFactory().createParser(document)) {
      if (parser.nextToken() != JsonToken.START_ARRAY) {
        types.add(inference.inferField(parser));
        return types;
      }
      while (types.size() < mostRecords
          && (types.isEmpty() || parser.getCurrentLocation().getCharOffset() < mostCharacters)
          && parser.nextToken() != JsonToken.END_ARRAY
          && parser.currentToken() != null) {
        types.add(inference.inferField(parser));
      }
      return types;
    } catch (JacksonException | RuntimeException e) {
      // The rest of the document is bad.
      return types;
    }
  }
}
