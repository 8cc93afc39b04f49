// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.apiserver;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/** Answers requests that are about the server and its types, not about objects. */
final class AboutServer {

  private final Discovery discovery;
  private final OpenApi openApi;

  AboutServer(ResourceTypes types) {
    discovery = new Discovery(types);
    openApi = new OpenApi(types);
  }

  ApiResponse answer(ApiRequest request) {
    return switch (request.path()) {
      case "/version" ->
          ApiResponse.json(
              200,
              JsonNodeFactory.instance
                  .objectNode()
                  .put("major", "1")
                  .put("minor", "33")
                  .put("gitVersion", "v1.33.0-local"));
      case "/healthz", "/livez", "/readyz" -> ApiResponse.text("ok");
      default ->
          discovery
              .at(request.path())
              .or(() -> openApi.at(request.path()))
              .map(found -> (ApiResponse) ApiResponse.json(200, found))
              .orElseThrow(() -> ApiException.noSuchResource(request.path()));
    };
  }
}
