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
 * The object that describes the data in a folder. It is written last, so if it exists, the data is
 * complete.
 *
 * @param data the data
 * @param tables the size of each table
 */
record SuiteManifest(Data data, Map<String, TableSize> tables) {

  private static final JsonMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  // Copies the map, sorted by name; null becomes empty.
  SuiteManifest {
    tables = tables == null ? Map.of() : new TreeMap<>(tables);
  }

  /**
   * Identifies the data. If it is equal, so are the objects, byte for byte.
   *
   * @param suite {@code tpch} or {@code tpcds}
   * @param scale in the form of {@link Scale}
   * @param generator with its version
   * @param layout how tables are divided into objects and written, {@link #LAYOUT}
   */
  record Data(String suite, String scale, String generator, int layout) {

    /** To be increased whenever the same generator would create other objects. */
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

  /** The size of a table. */
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
   * @param from its address, for the message
   * @throws RunFailure {@code MalformedData} if it is not a manifest
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
