package dev.sparkbench.local.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A refusal, in the words and with the codes that a Kubernetes API server uses. */
final class ApiException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int code;
  private final String reason;

  /** The object that the refusal is about; null where there is none. */
  private final ObjectKey key;

  private ApiException(int code, String reason, ObjectKey key, String message) {
    super(message, null, false, false);
    this.code = code;
    this.reason = reason;
    this.key = key;
  }

  static ApiException badRequest(String message) {
    return new ApiException(400, "BadRequest", null, message);
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
        404, "NotFound", key, "%s \"%s\" not found".formatted(key.resource(), key.name()));
  }

  static ApiException methodNotAllowed(String method, String path) {
    return new ApiException(
        405, "MethodNotAllowed", null, "%s is not supported on %s".formatted(method, path));
  }

  static ApiException alreadyExists(ObjectKey key) {
    return new ApiException(
        409,
        "AlreadyExists",
        key,
        "%s \"%s\" already exists".formatted(key.resource(), key.name()));
  }

  static ApiException conflict(ObjectKey key, String why) {
    return new ApiException(
        409,
        "Conflict",
        key,
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

  static ApiException invalid(String kind, String name, String problems) {
    return new ApiException(
        422, "Invalid", null, "%s \"%s\" is invalid: %s".formatted(kind, name, problems));
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
    if (key != null) {
      status.set("details", details(key));
    }
    return status;
  }

  private static JsonNode details(ObjectKey key) {
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
