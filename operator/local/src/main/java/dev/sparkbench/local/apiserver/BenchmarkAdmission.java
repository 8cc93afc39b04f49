package dev.sparkbench.local.apiserver;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.type.LogicalType;
import dev.sparkbench.api.resource.SparkBenchmarkJob;
import dev.sparkbench.api.resource.SparkBenchmarkJobSpec;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Refuses benchmarks that the Java types cannot hold: unknown fields, wrong types, unknown enum
 * values, missing required fields. Ranges, patterns and the CRD's rules are not checked.
 */
final class BenchmarkAdmission implements Admission {

  private static final List<String> REQUIRED =
      List.of("s3Path", "jobConfig", "nodeList", "jobConfig.type", "jobConfig.tasks");

  private final ObjectMapper strict = strictMapper();

  @Override
  public void check(ResourceType type, ObjectNode object) {
    if (!type.group().equals(SparkBenchmarkJob.GROUP)) {
      return;
    }
    String name = Metadata.text(object, "name");
    JsonNode spec = object.path("spec");
    if (!spec.isObject()) {
      throw ApiException.invalid(type.kind(), name, "spec: Required value");
    }
    try {
      strict.treeToValue(spec, SparkBenchmarkJobSpec.class);
    } catch (JsonProcessingException e) {
      throw ApiException.invalid(type.kind(), name, describe(e, spec));
    }
    String missing =
        REQUIRED.stream()
            .filter(path -> spec.at("/" + path.replace('.', '/')).isMissingNode())
            .map(path -> "spec." + path + ": Required value")
            .collect(Collectors.joining(", "));
    if (!missing.isEmpty()) {
      throw ApiException.invalid(type.kind(), name, missing);
    }
  }

  private static String describe(JsonProcessingException problem, JsonNode spec) {
    if (problem instanceof UnrecognizedPropertyException unknown) {
      return "%s: unknown field; allowed here: %s"
          .formatted(
              path(unknown),
              unknown.getKnownPropertyIds().stream()
                  .map(Object::toString)
                  .sorted()
                  .collect(Collectors.joining(", ")));
    }
    if (problem instanceof MismatchedInputException wrong) {
      return "%s: Invalid value: %s: must be %s"
          .formatted(path(wrong), valueAt(spec, wrong), expected(wrong));
    }
    return "spec: " + problem.getOriginalMessage();
  }

  private static String expected(MismatchedInputException wrong) {
    Class<?> type = wrong.getTargetType();
    if (wrong instanceof InvalidFormatException && type.isEnum()) {
      return Arrays.stream(type.getEnumConstants())
          .map(Object::toString)
          .collect(Collectors.joining(", ", "one of ", ""));
    }
    if (type == Integer.class) {
      return "a whole number";
    }
    if (type == Boolean.class) {
      return "true or false";
    }
    if (type == String.class) {
      return "a text";
    }
    return List.class.isAssignableFrom(type) ? "a list" : "an object";
  }

  private static JsonNode valueAt(JsonNode spec, JsonMappingException problem) {
    JsonNode value = spec;
    for (JsonMappingException.Reference step : problem.getPath()) {
      value =
          step.getFieldName() == null
              ? value.path(step.getIndex())
              : value.path(step.getFieldName());
    }
    return value;
  }

  private static String path(JsonMappingException problem) {
    return "spec"
        + problem.getPath().stream()
            .map(
                step ->
                    step.getFieldName() == null
                        ? "[" + step.getIndex() + "]"
                        : "." + step.getFieldName())
            .collect(Collectors.joining());
  }

  /** Jackson is lenient by default: it would read 4 from "4", and "4" from 4. */
  private static ObjectMapper strictMapper() {
    JsonMapper mapper =
        JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .build();
    for (CoercionInputShape shape :
        List.of(CoercionInputShape.Integer, CoercionInputShape.Float, CoercionInputShape.Boolean)) {
      mapper.coercionConfigFor(LogicalType.Textual).setCoercion(shape, CoercionAction.Fail);
    }
    mapper
        .coercionConfigFor(LogicalType.Enum)
        .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail);
    return mapper;
  }
}
