// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.table;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sparkbench.api.contract.S3Uri;
import dev.sparkbench.runner.storage.DatasetObjects;
import dev.sparkbench.runner.storage.ObjectStore;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.types.StructType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Facts that an earlier run of the benchmark found out about the same data and wrote into its
 * document. Using them only saves work: if they are missing, or about other data, they are
 * determined again.
 *
 * @param inferred the schema that the run inferred; empty if the manifest has one
 * @param badRecords the numbers of bad records; empty if they were not counted
 * @param emptyTexts whether empty texts were distinguished from missing values; empty if the format
 *     was not CSV
 * @param marks whether texts had U+FFFD; empty if the format was not CSV
 */
record EarlierReading(
    Optional<Inferred> inferred,
    Optional<BadRecordCounts> badRecords,
    Optional<Boolean> emptyTexts,
    Optional<Boolean> marks) {

  private static final Logger LOG = LoggerFactory.getLogger(EarlierReading.class);

  /** For a benchmark's first run. */
  static final EarlierReading NOTHING =
      new EarlierReading(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  /**
   * Reads an earlier run's document.
   *
   * @param document the address of the document
   * @param pointer the JSON pointer to the facts
   * @param objects the data that the facts must be about
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
        LOG.warn("{} is about other data and is not used", document);
        return NOTHING;
      }
      StructType schema = StructType.fromDDL(dataset.path("schema").asText());
      return new EarlierReading(
          part(dataset, "sample", Sample.class)
              .map(sample -> new Inferred(schema, sample, List.of())),
          part(dataset, "bad_records", BadRecordCounts.class),
          part(dataset, "empty_texts_kept", Boolean.class),
          part(dataset, "replacement_characters", Boolean.class));
    } catch (Exception e) {
      // The store failed, or the document or its schema is invalid. For the schema, Spark throws a
      // checked exception that Scala does not declare.
      LOG.warn("nothing to be learnt from {}", document, e);
      return NOTHING;
    }
  }

  private static <T> Optional<T> part(JsonNode dataset, String name, Class<T> type)
      throws Exception {
    return Optional.ofNullable(JSON.treeToValue(dataset.get(name), type));
  }
}
