// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.gateway;

import java.util.List;

/** Ends a request with an error response. */
final class Refusal extends RuntimeException {

  private static final long serialVersionUID = 1L;
  private static final int RETRY_SECONDS = 5;

  private final transient Response answer;

  Refusal(Response answer) {
    super("answer " + answer.code(), null, false, false);
    this.answer = answer;
  }

  Response answer() {
    return answer;
  }

  static Refusal badRequest(List<Problem> problems) {
    return new Refusal(Response.error(400, problems));
  }

  static Refusal unauthorized(String detail, String message) {
    return new Refusal(
        Response.error(401, message)
            .with("WWW-Authenticate", "Bearer realm=\"sparkbench\"" + detail));
  }

  static Refusal forbidden(String message) {
    return new Refusal(Response.error(403, message));
  }

  static Refusal notFound(String message) {
    return new Refusal(Response.error(404, message));
  }

  static Refusal methodNotAllowed(String method, String path, String allowed) {
    return new Refusal(
        Response.error(405, "%s is not for %s; use %s".formatted(method, path, allowed))
            .with("Allow", allowed));
  }

  static Refusal timeout() {
    return new Refusal(Response.error(408, "the request took too long to arrive; send it at once"));
  }

  static Refusal conflict(List<Problem> problems) {
    return new Refusal(Response.error(409, problems));
  }

  static Refusal gone(String message) {
    return new Refusal(Response.error(410, message));
  }

  static Refusal tooLarge(int limit) {
    return new Refusal(
        Response.error(413, "the body is too large; send at most %d bytes".formatted(limit)));
  }

  static Refusal unsupportedType(String type) {
    return new Refusal(
        Response.error(
            415, "the body's type is %s; send Content-Type: application/json".formatted(type)));
  }

  static Refusal tooMany(String message) {
    return new Refusal(
        Response.error(429, message).with("Retry-After", Integer.toString(RETRY_SECONDS)));
  }

  static Refusal unavailable(String message) {
    return new Refusal(
        Response.error(503, message).with("Retry-After", Integer.toString(RETRY_SECONDS)));
  }
}
