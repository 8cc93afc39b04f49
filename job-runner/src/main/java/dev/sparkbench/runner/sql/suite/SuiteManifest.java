// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.sql.suite;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.api.contract.S3Uri;
import dev.sparkbench.runner.failure.RunFailure;
import java.util.Map;
import java.util.TreeMap;

/**
 * The object that says which data lies in a folder. It is written last, so the data is whole where
 * it is.
 *
 * @param data which data it is
 * @param tables what each table has
 */
record SuiteManifest(Data data, Map<String, TableSize> tables) {

  private static final JsonMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  // Copies the map, in the order of the names; null is empty.
  SuiteManifest {
    tables = tables == null ? Map.of() : new TreeMap<>(tables);
  }

  /**
   * Which data. Two that are equal have the same objects, to the last byte.
   *
   * @param suite {@code tpch} or {@code tpcds}
   * @param scale as {@link Scale} writes it
   * @param generator with its version
   * @param layout how tables are cut into objects and written, {@link #LAYOUT}
   */
  record Data(String suite, String scale, String generator, int layout) {

    /** Counted up whenever the same generator would come to other objects. */
    static final int LAYOUT = 1;

    static Data of(Suite suite, Scale scale) {
      return new Data(suite.wireName(), scale.text(), suite.generator(), LAYOUT);
    }

    @Override
    public String toString() {
      return "%s at scale %s (%s, layout %d)".formatted(suite, scale, generator, layout);
    }

    String toJson() {
      return json(this);
    }

    static Data read(S3Uri from, String json) {
      return SuiteManifest.read(from, json, Data.class);
    }
  }

  /** What a table has. */
  record TableSize(int objects, long rows, long bytes) {

    TableSize plus(TableSize other) {
      return new TableSize(objects + other.objects, rows + other.rows, bytes + other.bytes);
    }
  }

  long rows() {
    return tables.values().stream().mapToLong(TableSize::rows).sum();
  }

  long bytes() {
    return tables.values().stream().mapToLong(TableSize::bytes).sum();
  }

  String toJson() {
    return json(this);
  }

  /**
   * Reads a manifest.
   *
   * @param from for the message
   * @throws RunFailure {@code MalformedData} if it is none
   */
  static SuiteManifest read(S3Uri from, String json) {
    return read(from, json, SuiteManifest.class);
  }

  private static <T> T read(S3Uri from, String json, Class<T> type) {
    try {
      return JSON.readValue(json, type);
    } catch (JsonProcessingException e) {
      throw new RunFailure(
          FailureReason.MALFORMED_DATA,
          "%s is not what this program writes there: delete the folder, or give another s3Path"
              .formatted(from),
          e);
    }
  }

  private static String json(Object document) {
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(document) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write a manifest", e);
    }
  }
}
