// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.apiserver;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The rights of all users: everything except what a test has removed. */
final class Rights {

  /** The name of the user in refusals, because requests need no token. */
  static final String USER = "local";

  private static final Map<String, String> VERBS =
      Map.of("GET", "get", "POST", "create", "PUT", "update", "PATCH", "patch", "DELETE", "delete");

  private record Right(String namespace, String verb, String resource) {}

  private final Set<Right> withheld = ConcurrentHashMap.newKeySet();

  void withhold(String namespace, String verb, String resource) {
    withheld.add(new Right(namespace, verb, resource));
  }

  void restore(String namespace, String verb, String resource) {
    withheld.remove(new Right(namespace, verb, resource));
  }

  /** Refuses a request for which the right is missing. */
  void check(ApiRequest request, ResourcePath path, ResourceType type) {
    String verb = verb(request, path);
    String resource =
        path.subresource().isEmpty()
            ? type.qualifiedName()
            : type.qualifiedName() + "/" + path.subresource();
    if (withheld.contains(new Right(path.namespace(), verb, resource))) {
      throw ApiException.noRight(USER, verb, type, path);
    }
  }

  private static String verb(ApiRequest request, ResourcePath path) {
    if (!path.name().isEmpty() || !VERBS.containsKey(request.method())) {
      return VERBS.get(request.method());
    }
    return switch (request.method()) {
      case "GET" -> request.flag("watch") ? "watch" : "list";
      case "DELETE" -> "deletecollection";
      default -> VERBS.get(request.method());
    };
  }
}
