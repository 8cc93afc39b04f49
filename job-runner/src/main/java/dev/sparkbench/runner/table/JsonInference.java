package dev.sparkbench.runner.table;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
    Function2<DataType, DataType, DataType> merge =
        JsonInferSchema.compatibleRootType(
            options.columnNameOfCorruptRecord(), options.parseMode());
    JsonInferSchema inference = new JsonInferSchema(options);
    JsonFactory factory = options.buildJsonFactory();
    DataType root =
        records.stream()
            .flatMap(record -> type(inference, factory, record).stream())
            .reduce(merge::apply)
            .map(type -> merge.apply(new StructType(), type))
            .orElseGet(StructType::new);
    scala.Option<DataType> type = inference.canonicalizeType(root, options);
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
}
