// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.result;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkbench.api.contract.ApplicationWorkload;
import dev.sparkbench.api.contract.Dataset;
import dev.sparkbench.api.contract.RunMeasurement;
import dev.sparkbench.api.contract.RunRequest;
import dev.sparkbench.api.contract.SqlWorkload;
import dev.sparkbench.api.contract.Storage;
import dev.sparkbench.api.contract.SuiteWorkload;
import dev.sparkbench.api.contract.TaskWorkload;
import dev.sparkbench.api.contract.Workload;
import dev.sparkbench.runner.secret.Redaction;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Everything that is measured and that it runs on, except the number of nodes and the driver. Two
 * benchmarks must have the same configuration for their times to be compared. Names are such as
 * {@code executors.cores}; the first part of a name says what kind of setting it is.
 */
public final class Configuration {

  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

  /** A field that is null, as from an earlier operator, is left out. */
  private static final ObjectMapper FIELDS =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .serializationInclusion(JsonInclude.Include.NON_NULL)
          .build();

  private static final int DIGEST_BYTES = 16;

  private Configuration() {}

  /**
   * The configuration of a run.
   *
   * @param identity the digest of the objects read
   * @param schema the schema of the table, as DDL
   * @param pins the properties that are the same at every node count
   * @param image the runner image, with its digest if that is known
   */
  public static Map<String, String> of(
      RunRequest request,
      String identity,
      String schema,
      Map<String, String> facts,
      Map<String, String> pins,
      String image) {
    Map<String, String> all = new TreeMap<>();
    Dataset dataset = request.dataset();
    all.put("data.identity", identity);
    all.put("data.format", dataset.format());
    all.put("data.store", store(request.storage()));
    all.put("data.options", json(dataset.options()));
    all.put("data.schema", schema);
    all.put("data.bad_records", String.valueOf(dataset.badRecords()));
    all.put("data.columns", json(dataset.columns()));
    all.put("data.label", String.valueOf(dataset.label()));
    all.put("data.features", json(dataset.features()));
    all.put("work.type", request.workload().type().wireName());
    all.putAll(request.workload().accept(new WorkFacts()));
    facts.forEach((name, value) -> all.put("work." + name, value));
    all.put("executors.cores", String.valueOf(request.executors().cores()));
    all.put("executors.memory_mib", String.valueOf(request.executors().memoryMiB()));
    all.put("executors.limit_cpu", String.valueOf(request.executors().limitCpu()));
    all.put("executors.pod_template", digest(json(request.executors().podTemplate())));
    all.put("image", image);
    Redaction.comparable(request.sparkConf())
        .forEach((name, value) -> all.put("spark_conf." + name, value));
    measurement(request.measurement())
        .forEach((name, value) -> all.put("measurement." + name, value));
    pins.forEach((name, value) -> all.put("measurement." + name, value));
    // The only property that differs between the runs of a benchmark.
    all.remove("measurement.spark.executor.instances");
    return all;
  }

  /** All fields, in snake case. The number of partitions is left out, because a pin has it. */
  private static Map<String, String> measurement(RunMeasurement measurement) {
    ObjectNode fields = FIELDS.valueToTree(measurement);
    fields.remove("partition_count");
    return fields.properties().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, field -> field.getValue().asText()));
  }

  /** The parts of the work that must be the same. */
  private static final class WorkFacts implements Workload.Cases<Map<String, String>> {

    @Override
    public Map<String, String> tasks(TaskWorkload workload) {
      return Map.of(
          "work.tasks", json(workload.tasks()), "work.parameters", json(workload.parameters()));
    }

    @Override
    public Map<String, String> sql(SqlWorkload workload) {
      return Map.of(
          "work.table", workload.table(),
          "work.tables", json(workload.tables()),
          "work.queries", digest(json(workload.queries())),
          "work.canonical", json(workload.canonical()),
          "work.result", workload.result().name());
    }

    @Override
    public Map<String, String> suite(SuiteWorkload workload) {
      return Map.of(
          "work.scale", workload.scale(),
          "work.queries", json(workload.queries()),
          "work.result", workload.result().name());
    }

    @Override
    public Map<String, String> application(ApplicationWorkload workload) {
      Map<String, String> work = new TreeMap<>();
      work.put("work.main_class", workload.mainClass());
      work.put("work.jars", json(List.of(String.valueOf(workload.jar()), workload.jars())));
      work.put("work.arguments", json(workload.arguments()));
      work.put("work.repeatable", String.valueOf(workload.repeatable()));
      if (!workload.tables().isEmpty()) {
        work.put("work.tables", json(workload.tables()));
      }
      return work;
    }
  }

  /**
   * The host of an S3-compatible store, without the port, which may change with each start; empty
   * for AWS.
   */
  private static String store(Storage storage) {
    return storage.endpoint() == null
        ? ""
        : Objects.requireNonNullElse(URI.create(storage.endpoint()).getHost(), storage.endpoint());
  }

  /** A digest: equal for equal configurations, and different for others. */
  public static String digest(Map<String, String> configuration) {
    return digest(json(configuration));
  }

  private static String digest(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, DIGEST_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("cannot digest the configuration", e);
    }
  }

  private static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write " + value, e);
    }
  }
}
