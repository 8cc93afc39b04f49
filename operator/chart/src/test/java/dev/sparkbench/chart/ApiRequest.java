// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.chart;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A request to the API server, with the attributes for its authorization.
 *
 * @param verb such as {@code deletecollection}
 * @param group the API group; empty for the core
 * @param resource the plural, with the subresource
 * @param namespace empty for all namespaces, or for cluster-wide resources
 * @param name empty for a collection and for a new resource
 */
record ApiRequest(
    String verb, String group, String resource, Optional<String> namespace, Optional<String> name) {

  /**
   * Reads a request for a resource.
   *
   * @param method the HTTP method
   * @param path the URL's path, such as {@code /apis/<group>/<version>/namespaces/<n>/<resource>}
   * @param query the URL's query, may be null
   */
  static ApiRequest of(String method, String path, String query) {
    List<String> parts = Arrays.stream(path.split("/")).filter(part -> !part.isEmpty()).toList();
    boolean core = parts.get(0).equals("api");
    String group = core ? "" : parts.get(1);
    List<String> rest = parts.subList(core ? 2 : 3, parts.size());
    Optional<String> namespace = Optional.empty();
    if (rest.size() > 2 && rest.get(0).equals("namespaces")) {
      namespace = Optional.of(rest.get(1));
      rest = rest.subList(2, rest.size());
    }
    Optional<String> name = rest.size() > 1 ? Optional.of(rest.get(1)) : Optional.empty();
    String resource = rest.get(0) + (rest.size() > 2 ? "/" + rest.get(2) : "");
    return new ApiRequest(
        verb(method, name.isPresent(), query == null ? "" : query),
        group,
        resource,
        namespace,
        name);
  }

  private static String verb(String method, boolean named, String query) {
    return switch (method) {
      case "GET" -> query.contains("watch=true") ? "watch" : named ? "get" : "list";
      case "POST" -> "create";
      case "PUT" -> "update";
      case "PATCH" -> "patch";
      case "DELETE" -> named ? "delete" : "deletecollection";
      default -> throw new IllegalArgumentException(method);
    };
  }
}
