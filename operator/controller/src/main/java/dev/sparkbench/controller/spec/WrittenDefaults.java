// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.spec;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkbench.api.catalogue.CanonicalQuery;
import dev.sparkbench.api.catalogue.JobType;
import dev.sparkbench.api.catalogue.ParameterDeclaration;
import dev.sparkbench.api.catalogue.SuiteQueries;
import dev.sparkbench.api.catalogue.TaskCatalogue;
import dev.sparkbench.api.contract.BadRecords;
import dev.sparkbench.api.contract.ResultLayout;
import dev.sparkbench.api.contract.S3Uri;
import dev.sparkbench.api.resource.CostSpec;
import dev.sparkbench.api.resource.DatasetSpec.Format;
import dev.sparkbench.api.resource.EditOf;
import dev.sparkbench.api.resource.ExecutorSpec;
import dev.sparkbench.api.resource.JobConfig;
import dev.sparkbench.api.resource.MeasurementSpec;
import dev.sparkbench.api.resource.SparkBenchmarkJobSpec;
import dev.sparkbench.api.resource.StorageSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The defaults that {@link EditOf#unless} cannot name: those that follow from other fields, those
 * inside lists, and what a variant has in common with the rest of the spec. {@link SpecDigest}
 * leaves them out.
 */
final class WrittenDefaults {

  private static final String NODE_LIST = "nodeList";
  private static final String DRIVER_PRICE = "driverHourPrice";
  private static final String EXECUTOR_PRICE = "executorHourPrice";
  private static final String POD_TEMPLATE = "podTemplate";

  /** In place of the operator's bucket, which no address can name. */
  private static final String DEFAULT_BUCKET = "-";

  private static final ObjectMapper JSON = new ObjectMapper();

  private WrittenDefaults() {}

  /** Removes them from the fields of a spec, which are there by their paths. */
  static void remove(SparkBenchmarkJobSpec spec, ObjectNode fields) {
    if (fields.has(NODE_LIST)) {
      fields.set(NODE_LIST, ascending(fields.path(NODE_LIST)));
    }
    removeOfType(spec, fields);
    removeOfMeasurement(spec, fields);
    removeOfData(spec, fields);
    CostSpec cost = spec.cost();
    if (cost != null
        && cost.driverHourPrice() != null
        && cost.driverHourPrice().equals(cost.executorHourPrice())) {
      fields.remove("cost." + DRIVER_PRICE);
    }
    if (fields.get("jobConfig.parameters") instanceof ObjectNode parameters) {
      parameters.remove(
          spec.jobConfig().parameters().entrySet().stream()
              .filter(it -> isDefault(spec.jobConfig(), it.getKey(), it.getValue()))
              .map(Map.Entry::getKey)
              .toList());
      if (parameters.isEmpty()) {
        fields.remove("jobConfig.parameters");
      }
    }
  }

  private static void removeOfType(SparkBenchmarkJobSpec spec, ObjectNode fields) {
    MeasurementDefaults defaults = MeasurementDefaults.of(spec.jobConfig());
    remove(fields, "measurement.warmups", defaults.warmups());
    remove(fields, "measurement.maxWarmupSeconds", defaults.maxWarmupSeconds());
    remove(fields, "measurement.iterations", defaults.iterations());
    remove(fields, "jobConfig.tpch.queries", SuiteQueries.of(JobType.TPCH));
    remove(fields, "jobConfig.tpcds.queries", SuiteQueries.of(JobType.TPCDS));
    if (!fields.has("jobConfig.sql.queries")) {
      remove(fields, "jobConfig.sql.canonical", CanonicalQuery.values());
    }
  }

  private static void removeOfMeasurement(SparkBenchmarkJobSpec spec, ObjectNode fields) {
    remove(fields, "measurement.order", SpecResolver.defaultOrder(spec));
    MeasurementSpec measurement = requireNonNullElse(spec.measurement(), MeasurementSpec.EMPTY);
    MeasurementDefaults defaults = MeasurementDefaults.of(spec.jobConfig());
    int iterations = requireNonNullElse(measurement.iterations(), defaults.iterations());
    if (iterations > 0) {
      remove(fields, "measurement.trials", SpecResolver.trials(MeasurementSpec.EMPTY, iterations));
    }
    // The cores may be those of the operator's configuration, and variants have their own.
    Integer cores = Optional.ofNullable(spec.executor()).map(ExecutorSpec::cores).orElse(null);
    if (cores != null && requireNonNullElse(spec.variants(), List.of()).isEmpty()) {
      requireNonNullElse(spec.nodeList(), List.<Integer>of()).stream()
          .filter(Objects::nonNull)
          .max(Integer::compare)
          .ifPresent(
              nodes ->
                  remove(
                      fields,
                      "measurement.partitionCount",
                      nodes * cores * defaults.partitionsPerSlot()));
    }
  }

  private static void removeOfData(SparkBenchmarkJobSpec spec, ObjectNode fields) {
    if (spec.s3Path() != null) {
      DatasetFormats.ofPath(spec.s3Path())
          .ifPresent(format -> remove(fields, "dataset.format", format));
    }
    if (isDefaultResultPath(spec)) {
      fields.remove("storage.resultPath");
    }
    for (JsonNode table : fields.path("jobConfig.sql.tables")) {
      if (table instanceof ObjectNode object) {
        remove(object, "badRecords", BadRecords.Fail);
        Optional<Format> format = DatasetFormats.ofPath(table.path("s3Path").asText());
        format.ifPresent(it -> remove(object, "format", it));
        if (table.path("options").isEmpty()) {
          object.remove("options");
        }
      }
    }
  }

  private static boolean isDefaultResultPath(SparkBenchmarkJobSpec spec) {
    StorageSpec storage = spec.storage();
    if (storage == null || storage.resultPath() == null) {
      return false;
    }
    String bucket = requireNonNullElse(storage.bucket(), DEFAULT_BUCKET);
    String path = storage.resultPath();
    String job = requireNonNullElse(spec.jobId(), "job");
    // A spec that is refused has a digest, too.
    boolean valid =
        !path.startsWith("s3://") || Locations.uri("", path, new Violations()).isPresent();
    Optional<S3Uri> dataset =
        new Locations(Optional.of(bucket)).find("", spec.s3Path(), new Violations());
    return valid
        && dataset
            .filter(at -> ResultLayout.of(at, path, job).equals(ResultLayout.of(at, null, job)))
            .isPresent();
  }

  private static boolean isDefault(JobConfig config, String key, String value) {
    int dot = key.indexOf('.');
    JobType type = config.type();
    return dot > 0
        && type != null
        && TaskCatalogue.find(type, key.substring(0, dot)).stream()
            .flatMap(task -> task.parameters().stream())
            .filter(parameter -> parameter.name().equals(key.substring(dot + 1)))
            .map(ParameterDeclaration::defaultValue)
            .anyMatch(value::equals);
  }

  /** Removes from a variant what it would have without saying so. */
  static void removeFromVariant(ObjectNode variant, ObjectNode spec) {
    if (variant.path(NODE_LIST).isArray()) {
      JsonNode nodes = ascending(variant.path(NODE_LIST));
      if (nodes.equals(ascending(spec.path(NODE_LIST)))) {
        variant.remove(NODE_LIST);
      } else {
        variant.set(NODE_LIST, nodes);
      }
    }
    removeRepeated(variant, spec, "");
  }

  /** Removes from the prices of a variant those that it would have without saying so. */
  static void removeFromVariantCost(ObjectNode cost, JsonNode inSpec) {
    JsonNode executor =
        cost.has(EXECUTOR_PRICE) ? cost.path(EXECUTOR_PRICE) : inSpec.path(EXECUTOR_PRICE);
    if (!inSpec.has(DRIVER_PRICE) && cost.path(DRIVER_PRICE).equals(executor)) {
      cost.remove(DRIVER_PRICE);
    }
    removeRepeated(cost, inSpec, "cost.");
  }

  /**
   * Removes what is the same in the spec, or the default if it is not there, and objects without
   * content.
   */
  private static void removeRepeated(ObjectNode part, JsonNode inSpec, String path) {
    List<String> repeated = new ArrayList<>();
    for (Map.Entry<String, JsonNode> field : part.properties()) {
      JsonNode value = field.getValue();
      JsonNode there = inSpec.path(field.getKey());
      // In a template, an object without content may have a meaning.
      if (value instanceof ObjectNode object && !field.getKey().equals(POD_TEMPLATE)) {
        removeRepeated(object, there, path + field.getKey() + ".");
      }
      EditOf edit = SpecFields.ALL.get(path + field.getKey());
      boolean isDefault =
          there.isMissingNode() && edit != null && SpecDigest.isDefault(value, edit);
      if (value.equals(there) || isDefault || (value.isContainerNode() && value.isEmpty())) {
        repeated.add(field.getKey());
      }
    }
    part.remove(repeated);
  }

  private static void remove(ObjectNode fields, String field, Object defaultValue) {
    if (JSON.valueToTree(defaultValue).equals(fields.get(field))) {
      fields.remove(field);
    }
  }

  private static JsonNode ascending(JsonNode numbers) {
    List<Integer> sorted = new ArrayList<>();
    numbers.forEach(number -> sorted.add(number.asInt()));
    sorted.sort(null);
    return JSON.valueToTree(sorted);
  }
}
