// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.contract;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.stream.Collectors;

/**
 * The contract between the operator and the runner: the runner gets one JSON document in an
 * environment variable, and answers with one JSON document in the container's termination message.
 * Each side ignores fields that it does not know, so that both can be upgraded separately.
 */
public final class Contract {

  /**
   * The version of answers, and of requests that readers of the first release understand. A
   * document has the lowest version that supports its content, so that an operator and a runner of
   * different releases work together as far as both can.
   */
  public static final int VERSION = 1;

  /** The version of requests for work other than tasks: SQL, suites, applications. */
  public static final int OWN_WORK_VERSION = 2;

  /** The version of reports on variants. */
  public static final int VARIANTS_VERSION = 3;

  /** The highest version that this code reads. */
  private static final int LATEST = VARIANTS_VERSION;

  /** Environment variable with the {@link RunRequest} of the command {@code run}. */
  public static final String RUN_VARIABLE = "SPARKBENCH_RUN";

  /** Environment variable with the {@link RunRequest} of the command {@code prepare}. */
  public static final String PREPARE_VARIABLE = "SPARKBENCH_PREPARE";

  /** Environment variable with the {@link ReportRequest} of the command {@code report}. */
  public static final String REPORT_VARIABLE = "SPARKBENCH_REPORT";

  /**
   * Environment variable with the heap size of the driver's JVM, in the form of {@code -Xmx}:
   * {@code 1024m}.
   */
  public static final String DRIVER_MEMORY_VARIABLE = "SPARKBENCH_DRIVER_MEMORY";

  /**
   * The smallest heap, in MiB, in which Spark starts. It wants one and a half times the 300 MiB
   * that it reserves, and compares them with what the JVM reports as its maximum. In so small a pod
   * the JVM uses the serial collector, which leaves one of two survivor spaces out: a thirtieth of
   * the heap.
   */
  public static final int SMALLEST_HEAP_MIB = 466;

  /**
   * Environment variables with the driver pod's own name, namespace and IP, from the downward API.
   */
  public static final String POD_NAME_VARIABLE = "SPARKBENCH_POD_NAME";

  /** See {@link #POD_NAME_VARIABLE}. */
  public static final String POD_NAMESPACE_VARIABLE = "SPARKBENCH_POD_NAMESPACE";

  /** See {@link #POD_NAME_VARIABLE}. */
  public static final String POD_IP_VARIABLE = "SPARKBENCH_POD_IP";

  /**
   * Environment variable of drivers and executors with the dataset's format, if this format needs
   * additional classes: {@code delta} or {@code iceberg}.
   */
  public static final String TABLE_FORMAT_VARIABLE = "SPARKBENCH_TABLE_FORMAT";

  /** The name of the container in driver and report pods. */
  public static final String DRIVER_CONTAINER = "driver";

  /** Environment variable with a folder that can be written to. */
  public static final String SCRATCH_VARIABLE = "SPARKBENCH_SCRATCH";

  /** Environment variable with the file for the answer, if it is not {@link #TERMINATION_LOG}. */
  public static final String TERMINATION_LOG_VARIABLE = "SPARKBENCH_TERMINATION_LOG";

  /** The file from which Kubernetes reads a container's termination message. */
  public static final String TERMINATION_LOG = "/dev/termination-log";

  /** The bytes of a termination message that the kubelet keeps. */
  public static final int MAX_TERMINATION_MESSAGE_BYTES = 4096;

  /** The longest {@code s3://} URI that a status can hold, in characters. */
  public static final int MAX_URI_LENGTH = 2200;

  /** The longest {@link RunReport#datasetIdentity()} that a status can hold, in characters. */
  public static final int MAX_IDENTITY_LENGTH = 128;

  /** A part of a {@link RunRequest} whose fields are, in JSON, those of the request. */
  private static final String MEASUREMENT = "measurement";

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
          .build();

  private Contract() {}

  /** A document of this package as a tree that can be changed. */
  static ObjectNode tree(Object document) {
    ObjectNode tree = JSON.valueToTree(document);
    if (document instanceof RunRequest) {
      tree.setAll((ObjectNode) tree.remove(MEASUREMENT));
    }
    return tree;
  }

  /** Writes a document of this package on one line. */
  public static String write(Object document) {
    try {
      return JSON.writeValueAsString(document instanceof RunRequest ? tree(document) : document);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write " + document.getClass().getSimpleName(), e);
    }
  }

  /**
   * Reads a document of this package.
   *
   * @throws IllegalArgumentException if the text is not such a document, or has a later version
   */
  public static <T extends Versioned> T read(String json, Class<T> type) {
    try {
      JsonNode tree = JSON.readTree(json);
      if (tree == null || !tree.isObject()) {
        throw new IllegalArgumentException(
            "not a %s: no JSON object".formatted(type.getSimpleName()));
      }
      // Before everything else, because a later version may have content that cannot be read here.
      requireKnown(tree.path("version").asInt(), type);
      if (type == RunRequest.class) {
        // A reader ignores what it does not know: in the part, the fields of the request.
        ((ObjectNode) tree).set(MEASUREMENT, tree.deepCopy());
      }
      return JSON.treeToValue(tree, type);
    } catch (JsonProcessingException e) {
      // The exception's own message may quote the document.
      throw new IllegalArgumentException(
          "not a %s: malformed%s".formatted(type.getSimpleName(), place(e)));
    }
  }

  private static String place(JsonProcessingException e) {
    if (e instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()) {
      return mapping.getPath().stream()
          .map(
              step ->
                  step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
          .collect(Collectors.joining(".", " at ", ""));
    }
    return e.getLocation() == null
        ? ""
        : " at line %d, column %d"
            .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr());
  }

  private static void requireKnown(int version, Class<?> type) {
    if (version < 1 || version > LATEST) {
      throw new IllegalArgumentException(
          "%s has version %d; this side knows 1 to %d: bring operator and runner image to the same release"
              .formatted(type.getSimpleName(), version, LATEST));
    }
  }
}
