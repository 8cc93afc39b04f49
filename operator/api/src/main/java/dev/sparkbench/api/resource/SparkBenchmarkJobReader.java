// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.resource;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonMappingException.Reference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ContainerNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads any resource that an API server can store. If this release does not understand a resource,
 * it reads as much as it can, and lists the rest. An exception would end the watch, and with it the
 * work on all other resources.
 */
final class SparkBenchmarkJobReader extends StdDeserializer<SparkBenchmarkJob> {

  private static final long serialVersionUID = 1L;

  /** Deeper documents than any sensible pod template could cause a stack overflow. */
  private static final int MAX_DEPTH = 100;

  private static final int NAMED_DEPTH = 5;

  /** If there are this many problems, a part is not read at all. */
  private static final int MAX_PROBLEMS = 8;

  private static final int MAX_LENGTH = 60;

  private static final List<String> TIMES =
      List.of("/startTime", "/completionTime", "/current/startTime", "/current/retryTime");

  /**
   * Strict: values such as 1.5 or "1" are not converted to integers, because another release may
   * give them another meaning.
   */
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .build();

  private static final ObjectReader SPEC = MAPPER.readerFor(SparkBenchmarkJobSpec.class);

  /** Unknown fields of the status are ignored, because they request nothing. */
  private static final ObjectReader STATUS =
      MAPPER
          .readerFor(SparkBenchmarkJobStatus.class)
          .without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  SparkBenchmarkJobReader() {
    super(SparkBenchmarkJob.class);
  }

  @Override
  public SparkBenchmarkJob deserialize(JsonParser parser, DeserializationContext context)
      throws IOException {
    JsonNode tree = parser.readValueAsTree();
    SparkBenchmarkJob job = new SparkBenchmarkJob();
    job.setMetadata(metadata(tree.path("metadata"), parser));
    List<Unreadable> inSpec = new ArrayList<>();
    List<Unreadable> inStatus = new ArrayList<>();
    job.setSpec(read("spec", tree.path("spec"), SPEC, inSpec));
    JsonNode status = tree.path("status");
    checkTimes(status, inStatus);
    job.setStatus(read("status", status, STATUS, inStatus));
    job.setUnreadable(inSpec, inStatus);
    return job;
  }

  private static ObjectMeta metadata(JsonNode tree, JsonParser parser) {
    if (tree instanceof ObjectNode metadata) {
      // Nobody needs it here, and it is as large and as deep as the rest of the resource.
      metadata.remove("managedFields");
    }
    try {
      ObjectMeta metadata = parser.getCodec().treeToValue(tree, ObjectMeta.class);
      return metadata == null ? new ObjectMeta() : metadata;
    } catch (JacksonException e) {
      // The metadata that identifies a resource is the same in every version of Kubernetes.
      return new ObjectMetaBuilder()
          .withName(tree.path("name").asText(null))
          .withNamespace(tree.path("namespace").asText(null))
          .withUid(tree.path("uid").asText(null))
          .withResourceVersion(tree.path("resourceVersion").asText(null))
          .withGeneration(tree.path("generation").asLong())
          .build();
    }
  }

  private static <T> T read(
      String name, JsonNode tree, ObjectReader reader, List<Unreadable> problems) {
    flatten(name, tree, 1, problems);
    while (problems.size() < MAX_PROBLEMS) {
      try {
        return tree.isMissingNode() ? null : reader.readValue(tree);
      } catch (JsonMappingException e) {
        problems.add(problem(name, tree, e));
        if (!remove(tree, e.getPath())) {
          return null;
        }
      } catch (IOException | RuntimeException e) {
        problems.add(new Unreadable(name, "this operator cannot read it: " + e.getMessage()));
        return null;
      }
    }
    return null;
  }

  private static void flatten(String path, JsonNode tree, int depth, List<Unreadable> problems) {
    if (depth > MAX_DEPTH && tree instanceof ContainerNode<?> tooDeep && !tree.isEmpty()) {
      tooDeep.removeAll();
      if (problems.isEmpty()) {
        problems.add(
            new Unreadable(
                path,
                "this operator does not read what is more than %d levels deep; make it flatter"
                    .formatted(MAX_DEPTH)));
      }
    } else if (tree.isArray()) {
      tree.forEach(child -> flatten(path, child, depth + 1, problems));
    } else {
      tree.properties()
          .forEach(
              field ->
                  flatten(
                      // The beginning of such a long path is enough.
                      depth > NAMED_DEPTH ? path : path + "." + shortened(field.getKey()),
                      field.getValue(),
                      depth + 1,
                      problems));
    }
  }

  /**
   * Checks times, because an invalid one, edited by hand, would cause exceptions wherever it is
   * compared.
   */
  private static void checkTimes(JsonNode status, List<Unreadable> problems) {
    for (String pointer : TIMES) {
      JsonNode time = status.at(pointer);
      if (time.isTextual() && !isTime(time.textValue())) {
        problems.add(
            new Unreadable(
                "status" + pointer.replace('/', '.'),
                shortened(time.toString())
                    + " is not a time in UTC, such as 2026-01-31T12:00:00Z"));
        ((ObjectNode) status.at(pointer.substring(0, pointer.lastIndexOf('/'))))
            .remove(pointer.substring(pointer.lastIndexOf('/') + 1));
      }
    }
  }

  private static boolean isTime(String text) {
    try {
      return Instant.parse(text) != null;
    } catch (DateTimeException e) {
      return false;
    }
  }

  private static Unreadable problem(String name, JsonNode tree, JsonMappingException e) {
    StringBuilder field = new StringBuilder(name);
    JsonNode value = tree;
    for (Reference step : e.getPath()) {
      if (step.getFieldName() == null) {
        field.append('[').append(step.getIndex()).append(']');
        value = value.path(step.getIndex());
      } else {
        field.append('.').append(shortened(step.getFieldName()));
        value = value.path(step.getFieldName());
      }
    }
    boolean unknownField = e instanceof UnrecognizedPropertyException;
    return new Unreadable(
        field.toString(),
        "this operator does not know %s %s; upgrade the operator, or %s"
            .formatted(
                unknownField ? "the field, which is" : "the value",
                shortened(value.toString()),
                unknownField ? "remove the field" : "change the value"));
  }

  private static String shortened(String text) {
    return text.length() <= MAX_LENGTH ? text : text.substring(0, MAX_LENGTH) + "…";
  }

  /** Removes a part that cannot be read, so that the rest can. */
  private static boolean remove(JsonNode tree, List<Reference> path) {
    if (path.isEmpty()) {
      return false;
    }
    JsonNode parent = tree;
    for (Reference step : path.subList(0, path.size() - 1)) {
      parent =
          step.getFieldName() == null
              ? parent.path(step.getIndex())
              : parent.path(step.getFieldName());
    }
    Reference last = path.get(path.size() - 1);
    return parent instanceof ObjectNode object
        ? object.remove(last.getFieldName()) != null
        : parent instanceof ArrayNode array && array.remove(last.getIndex()) != null;
  }
}
