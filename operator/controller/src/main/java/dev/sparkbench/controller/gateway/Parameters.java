// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.gateway;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The parameters in the query of a URL.
 *
 * @param namespace the namespace
 * @param waits whether to answer only when the benchmark has ended
 */
record Parameters(String namespace, boolean waits) {

  private static final String NAMESPACE = "namespace";
  private static final String WAIT = "wait";

  /**
   * Reads the parameters.
   *
   * @param mayWait whether the operation has the parameter {@code wait}
   * @throws Refusal with everything that is wrong with them
   */
  static Parameters of(Call call, boolean mayWait, GatewayConfig config) {
    List<Problem> problems = new ArrayList<>();
    Set<String> known = mayWait ? Set.of(NAMESPACE, WAIT) : Set.of(NAMESPACE);
    new TreeMap<>(call.query())
        .forEach(
            (name, values) -> {
              String value = values.get(0);
              if (!known.contains(name)) {
                problems.add(
                    Problem.ofParameter(
                        name,
                        value,
                        "is not a parameter here; known are " + known.stream().sorted().toList()));
              } else if (values.size() > 1) {
                problems.add(Problem.ofParameter(name, value, "is there more than once"));
              }
            });
    String namespace = value(call.query(), NAMESPACE, config.defaultNamespace());
    if (!config.namespaces().isEmpty() && !config.namespaces().contains(namespace)) {
      problems.add(
          Problem.ofParameter(
              NAMESPACE,
              namespace,
              "is not served here; give one of " + config.namespaces().stream().sorted().toList()));
    } else if (!namespace.matches("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?")) {
      problems.add(Problem.ofParameter(NAMESPACE, namespace, "is not a name of a namespace"));
    }
    String wait = value(call.query(), WAIT, "true");
    if (!Set.of("true", "false").contains(wait)) {
      problems.add(Problem.ofParameter(WAIT, wait, "must be true or false"));
    }
    if (!problems.isEmpty()) {
      throw Refusal.badRequest(problems);
    }
    return new Parameters(namespace, Boolean.parseBoolean(wait));
  }

  private static String value(Map<String, List<String>> query, String name, String defaultValue) {
    return query.getOrDefault(name, List.of(defaultValue)).get(0);
  }
}
