package dev.sparkbench.controller.gateway;

import io.fabric8.kubernetes.api.model.authentication.UserInfo;

/**
 * Who sent a request, by their token.
 *
 * @param token a digest of the token, which can be kept
 * @param user who that is
 */
record Caller(String token, UserInfo user) {

  String name() {
    return user.getUsername();
  }
}
