// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.apiserver;

import io.fabric8.kubernetes.api.model.ConfigBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** A kubeconfig: the server's address and the user's token. */
final class Kubeconfig {

  private static final String NAME = "sparkbench-local";

  private Kubeconfig() {}

  /**
   * Creates a kubeconfig.
   *
   * @param certificate the server's, as PEM
   */
  static String yaml(String server, String certificate, String token) {
    return Serialization.asYaml(
        new ConfigBuilder()
            .withApiVersion("v1")
            .withKind("Config")
            .addNewCluster()
            .withName(NAME)
            .withNewCluster()
            .withServer(server)
            .withCertificateAuthorityData(
                Base64.getEncoder().encodeToString(certificate.getBytes(StandardCharsets.US_ASCII)))
            .endCluster()
            .endCluster()
            .addNewUser()
            .withName(NAME)
            .withNewUser()
            .withToken(token)
            .endUser()
            .endUser()
            .addNewContext()
            .withName(NAME)
            .withNewContext()
            .withCluster(NAME)
            .withUser(NAME)
            .withNamespace("default")
            .endContext()
            .endContext()
            .withCurrentContext(NAME)
            .build());
  }
}
