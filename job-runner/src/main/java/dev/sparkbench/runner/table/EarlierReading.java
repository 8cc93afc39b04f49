package dev.sparkbench.runner.table;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sparkbench.api.contract.S3Uri;
import dev.sparkbench.runner.storage.DatasetObjects;
import dev.sparkbench.runner.storage.ObjectStore;
import java.util.Optional;
import org.apache.spark.sql.types.StructType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an earlier run of the benchmark found out about the same data and wrote into its document.
 * Taking it over saves finding it out once more. It is no more than that: where it cannot be had,
 * or is about other data, it is found out anew.
 *
 * @param inferred the schema that that run inferred; empty if it was given one
 * @param badRecords how many there were; empty if none were counted
 * @param emptyTexts whether empty texts were told from values that are missing; empty if the format
 *     was not CSV
 * @param marks whether texts had U+FFFD; empty if the format was not CSV
 */
record EarlierReading(
    Optional<Inferred> inferred,
    Optional<BadRecordCounts> badRecords,
    Optional<Boolean> emptyTexts,
    Optional<Boolean> marks) {

  private static final Logger LOG = LoggerFactory.getLogger(EarlierReading.class);

  /** Of a benchmark's first run. */
  static final EarlierReading NOTHING =
      new EarlierReading(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  /**
   * Looks into an earlier run's document.
   *
   * @param document where it lies
   * @param pointer where it tells of the data
   * @param objects the data that it has to be about
   */
  static EarlierReading find(
      ObjectStore store, Optional<S3Uri> document, String pointer, DatasetObjects objects) {
    return document.map(uri -> read(store, uri, pointer, objects)).orElse(NOTHING);
  }

  private static EarlierReading read(
      ObjectStore store, S3Uri document, String pointer, DatasetObjects objects) {
    try {
      JsonNode dataset = JSON.readTree(store.read(document)).at(pointer);
      if (!dataset.path("identity").asText().equals(objects.identity())) {
        LOG.warn("{} is about other data; what it says does not hold", document);
        return NOTHING;
      }
      StructType schema = StructType.fromDDL(dataset.path("schema").asText());
      return new EarlierReading(
          part(dataset, "sample", Sample.class).map(sample -> new Inferred(schema, sample)),
          part(dataset, "bad_records", BadRecordCounts.class),
          part(dataset, "empty_texts_kept", Boolean.class),
          part(dataset, "replacement_characters", Boolean.class));
    } catch (Exception e) {
      // The store's failure, a document that is none, or a schema that is none: Spark's exception
      // for that is a checked one that Scala does not declare.
      LOG.warn("nothing to be learnt from {}", document, e);
      return NOTHING;
    }
  }

  private static <T> Optional<T> part(JsonNode dataset, String name, Class<T> type)
      throws Exception {
    return Optional.ofNullable(JSON.treeToValue(dataset.get(name), type));
  }
}
