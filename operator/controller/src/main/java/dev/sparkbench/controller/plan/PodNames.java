// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.plan;

import dev.sparkbench.api.resource.CurrentPod.Purpose;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Names of pods. An attempt always has the same name, so that creating its pod twice gives one pod.
 */
public final class PodNames {

  /** Spark derives the executors' names from the driver's name, and allows it 47 characters. */
  static final int MAX_LENGTH = 47;

  private static final int HASH_LENGTH = 8;

  private PodNames() {}

  /**
   * The name of an attempt's pod: {@code <job>-s<start>-n<nodes>-t<trial>-a<attempt>} of a run,
   * with {@code -v<variant>} before the nodes if there are variants; {@code
   * <job>-s<start>-prepare-a<attempt>} or {@code <job>-s<start>-report-a<attempt>}.
   *
   * @param variant the variant of a run, counted from 0; null without variants
   * @param nodes the node count of a run
   * @param trial the trial of a run
   */
  public static String of(
      String job,
      int start,
      Purpose purpose,
      Integer variant,
      Integer nodes,
      Integer trial,
      int attempt) {
    String suffix =
        switch (purpose) {
          case Prepare -> "-s%d-prepare-a%d".formatted(start, attempt);
          case Run ->
              "-s%d%s-n%d-t%d-a%d"
                  .formatted(start, variant == null ? "" : "-v" + variant, nodes, trial, attempt);
          case Report -> "-s%d-report-a%d".formatted(start, attempt);
        };
    return shortened(job, MAX_LENGTH - suffix.length()) + suffix;
  }

  /** A resource's name as a label's value, which can have 63 characters. */
  public static String label(String name) {
    return shortened(name, 63);
  }

  /**
   * A name as a label's value or a part of a pod's name: without dots, and shortened if necessary.
   */
  static String shortened(String name, int length) {
    String plain = name.replace('.', '-');
    if (plain.equals(name) && name.length() <= length) {
      return name;
    }
    // If two names are equal after shortening, their hashes still differ.
    String start = plain.substring(0, Math.min(plain.length(), length - HASH_LENGTH - 1));
    return start.replaceFirst("-+$", "") + "-" + hash(name);
  }

  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, HASH_LENGTH / 2);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
