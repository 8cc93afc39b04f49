// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkbench.local.apiserver.schema.FieldError;
import java.util.List;
import java.util.stream.Collectors;

/** A refusal, with the words and codes of a Kubernetes API server. */
final class ApiException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int code;
  private final String reason;

  /** The details of the refusal; null for none. */
  private final transient JsonNode details;

  private ApiException(int code, String reason, JsonNode details, String message) {
    super(message, null, false, false);
    this.code = code;
    this.reason = reason;
    this.details = details;
  }

  static ApiException badRequest(String message) {
    return new ApiException(400, "BadRequest", null, message);
  }

  static ApiException forbidden(ObjectKey key, String why) {
    return new ApiException(
        403,
        "Forbidden",
        details(key),
        "%s \"%s\" is forbidden: %s".formatted(key.resource(), key.name(), why));
  }

  /** A refusal with a machine-readable reason. */
  static ApiException forbidden(ObjectKey key, String why, FieldError cause) {
    ObjectNode details = details(key);
    causes(details, List.of(cause));
    return new ApiException(
        403,
        "Forbidden",
        details,
        "%s \"%s\" is forbidden: %s".formatted(key.resource(), key.name(), why));
  }

  /** A refusal because the user lacks the right. */
  static ApiException noRight(String user, String verb, ResourceType type, ResourcePath path) {
    ObjectNode details = details(path.key(type));
    String object = type.qualifiedName();
    if (path.name().isEmpty()) {
      details.remove("name");
    } else {
      object += " \"%s\"".formatted(path.name());
    }
    return new ApiException(
        403,
        "Forbidden",
        details,
        "%s is forbidden: User \"%s\" cannot %s resource \"%s\" in API group \"%s\"%s"
            .formatted(
                object,
                user,
                verb,
                type.plural(),
                type.group(),
                path.namespace().isEmpty()
                    ? " at the cluster scope"
                    : " in the namespace \"%s\"".formatted(path.namespace())));
  }

  static ApiException noSuchResource(String path) {
    return new ApiException(
        404,
        "NotFound",
        null,
        "the server could not find the requested resource (%s): is its CRD installed?"
            .formatted(path));
  }

  static ApiException notFound(ObjectKey key) {
    return new ApiException(
        404, "NotFound", details(key), "%s \"%s\" not found".formatted(key.resource(), key.name()));
  }

  static ApiException methodNotAllowed(String method, String path) {
    return new ApiException(
        405, "MethodNotAllowed", null, "%s is not supported on %s".formatted(method, path));
  }

  static ApiException alreadyExists(ObjectKey key) {
    return new ApiException(
        409,
        "AlreadyExists",
        details(key),
        "%s \"%s\" already exists".formatted(key.resource(), key.name()));
  }

  static ApiException conflict(ObjectKey key, String why) {
    return new ApiException(
        409,
        "Conflict",
        details(key),
        "Operation cannot be fulfilled on %s \"%s\": %s"
            .formatted(key.resource(), key.name(), why));
  }

  static ApiException expired(long asked, long oldest) {
    return new ApiException(
        410, "Expired", null, "too old resource version: %d (%d)".formatted(asked, oldest));
  }

  static ApiException unsupportedMediaType(String type, String supported) {
    return new ApiException(
        415,
        "UnsupportedMediaType",
        null,
        "the body's type %s is not supported here; use %s".formatted(type, supported));
  }

  static ApiException invalid(ResourceType type, String name, List<FieldError> errors) {
    String problems = errors.stream().map(FieldError::toString).collect(Collectors.joining(", "));
    ObjectNode details = JsonNodeFactory.instance.objectNode().put("name", name);
    if (!type.group().isEmpty()) {
      details.put("group", type.group());
    }
    details.put("kind", type.kind());
    causes(details, errors);
    return new ApiException(
        422,
        "Invalid",
        details,
        "%s \"%s\" is invalid: %s"
            .formatted(
                type.qualifiedKind(), name, errors.size() == 1 ? problems : "[" + problems + "]"));
  }

  static ApiException unprocessable(String message) {
    return new ApiException(422, "Invalid", null, message);
  }

  static ApiException internal(Exception cause) {
    return new ApiException(500, "InternalError", null, "the local API server failed: " + cause);
  }

  ApiResponse.Reply toReply() {
    return ApiResponse.json(code, toStatus());
  }

  ObjectNode toStatus() {
    ObjectNode status = JsonNodeFactory.instance.objectNode();
    status.put("kind", "Status").put("apiVersion", "v1").putObject("metadata");
    status
        .put("status", "Failure")
        .put("message", getMessage())
        .put("reason", reason)
        .put("code", code);
    if (details != null) {
      status.set("details", details);
    }
    return status;
  }

  private static void causes(ObjectNode details, List<FieldError> errors) {
    ArrayNode causes = details.putArray("causes");
    errors.forEach(
        error ->
            causes
                .addObject()
                .put("reason", error.reason())
                .put("message", error.message())
                .put("field", error.field()));
  }

  private static ObjectNode details(ObjectKey key) {
    int dot = key.resource().indexOf('.');
    ObjectNode details = JsonNodeFactory.instance.objectNode().put("name", key.name());
    if (dot < 0) {
      return details.put("kind", key.resource());
    }
    return details
        .put("kind", key.resource().substring(0, dot))
        .put("group", key.resource().substring(dot + 1));
  }
}
