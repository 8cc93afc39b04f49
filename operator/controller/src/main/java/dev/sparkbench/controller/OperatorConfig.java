// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller;

import dev.sparkbench.controller.spec.Allowed;
import dev.sparkbench.controller.spec.JobDefaults;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The operator's configuration.
 *
 * @param defaults the defaults for fields that a resource does not set
 * @param allowed what a resource may choose in addition to the defaults
 * @param namespaces the namespaces to watch; empty for all
 * @param leadership how replicas of the operator agree on the one that works; empty for a single
 *     one, which needs no agreement
 * @param http where to serve {@code /healthz}, {@code /readyz} and {@code /metrics}; port 0 for any
 *     free one
 */
public record OperatorConfig(
    JobDefaults defaults,
    Allowed allowed,
    Set<String> namespaces,
    Optional<Leadership> leadership,
    InetSocketAddress http) {

  /** Copies the namespaces. */
  public OperatorConfig {
    namespaces = Set.copyOf(namespaces);
  }

  /** A configuration that allows nothing but its defaults. */
  public OperatorConfig(
      JobDefaults defaults,
      Set<String> namespaces,
      Optional<Leadership> leadership,
      InetSocketAddress http) {
    this(defaults, Allowed.NOTHING, namespaces, leadership, http);
  }

  /**
   * Reads the configuration from environment variables.
   *
   * @throws IllegalArgumentException if a variable is missing, unknown or wrong; the message names
   *     every one of them
   */
  public static OperatorConfig fromEnvironment(Map<String, String> environment) {
    Settings settings = new Settings(environment);
    OperatorConfig config =
        new OperatorConfig(
            settings.jobDefaults(),
            settings.allowed(),
            settings.namespaces(),
            settings.leadership(),
            settings.http());
    settings.failIfAnythingWasWrong();
    return config;
  }

  /**
   * A Lease that the working replica holds.
   *
   * @param lease the Lease's name
   * @param namespace the Lease's namespace
   * @param identity the name of this replica in the Lease: the pod's name
   */
  public record Leadership(String lease, String namespace, String identity) {}
}
