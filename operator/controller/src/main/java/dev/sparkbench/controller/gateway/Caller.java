// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.gateway;

import io.fabric8.kubernetes.api.model.authentication.UserInfo;

/**
 * The sender of a request, identified by a token.
 *
 * @param token a digest of the token, which may be stored
 * @param user the user
 */
record Caller(String token, UserInfo user) {

  String name() {
    return user.getUsername();
  }
}
