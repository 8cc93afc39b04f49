// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.apiserver.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** The benchmarks' CRD, and benchmarks to test it. */
final class Crd {

  private static final YAMLMapper YAML = new YAMLMapper();

  private static final String FILE = "/crds/sparkbenchmarkjobs.sparkbench.dev.yaml";

  static final JsonNode SCHEMA = read();
  static final StructuralSchema COMPILED = new StructuralSchema(SCHEMA);

  private Crd() {}

  static JsonNode yaml(String text) {
    try {
      return YAML.readTree(text);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A valid benchmark with one changed value, given as YAML; none removes it. */
  static ObjectNode with(String pointer, String value) {
    ObjectNode benchmark =
        (ObjectNode)
            yaml(
                """
                apiVersion: sparkbench.dev/v1alpha1
                kind: SparkBenchmarkJob
                metadata: {name: x}
                spec:
                  s3Path: user/data.csv
                  jobConfig: {type: descriptive, tasks: [row_count]}
                  nodeList: [1, 2]
                """);
    int slash = pointer.lastIndexOf('/');
    ObjectNode parent = benchmark.withObject(pointer.substring(0, slash));
    parent.set(pointer.substring(slash + 1), yaml(value));
    return benchmark;
  }

  /** The errors in this benchmark. */
  static List<String> problems(String pointer, String value) {
    return COMPILED.check(with(pointer, value), MissingNode.getInstance()).stream()
        .map(FieldError::toString)
        .toList();
  }

  private static JsonNode read() {
    try (InputStream crd = Crd.class.getResourceAsStream(FILE)) {
      return YAML.readTree(crd).at("/spec/versions/0/schema/openAPIV3Schema");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
