package dev.sparkbench.runner.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sparkbench.api.contract.S3Uri;
import dev.sparkbench.runner.storage.DatasetObjects;
import dev.sparkbench.runner.storage.ObjectStore;
import java.util.Optional;
import org.apache.spark.sql.types.StructType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The schema that an earlier run of the benchmark inferred and wrote into its document. Taking it
 * over saves reading the data once more. It is no more than that: where it cannot be had, or was
 * inferred of other data, it is inferred anew.
 */
public final class EarlierSchema {

  private static final Logger LOG = LoggerFactory.getLogger(EarlierSchema.class);

  private EarlierSchema() {}

  /**
   * Looks into an earlier run's document.
   *
   * @param document where it lies
   * @param objects the data that the schema has to be of
   */
  public static Optional<StructType> find(
      ObjectStore store, S3Uri document, DatasetObjects objects) {
    try {
      JsonNode dataset = new ObjectMapper().readTree(store.read(document)).path("dataset");
      if (!dataset.path("identity").asText().equals(objects.identity())) {
        LOG.warn("{} is about other data; its schema does not hold", document);
        return Optional.empty();
      }
      return Optional.of(StructType.fromDDL(dataset.path("schema").asText()));
    } catch (Exception e) {
      // The store's failure, a document that is none, or a schema that is none: Spark's exception
      // for that is a checked one that Scala does not declare.
      LOG.warn("no schema to be had from {}", document, e);
      return Optional.empty();
    }
  }
}
