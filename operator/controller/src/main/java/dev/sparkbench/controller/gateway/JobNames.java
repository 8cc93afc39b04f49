// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.gateway;

import java.util.regex.Pattern;

/**
 * Names of resources. If a job id is a valid name, it is the name of the resource. Otherwise the
 * name is derived from it, and no other job id has the same name.
 *
 * <p>A derived name is {@value #PREFIX} and the job id, in which small letters and digits stay the
 * same, capital letters become a hyphen and the small letter, and other characters become a hyphen
 * and a digit. The name of a job id that itself begins with the prefix is derived too.
 */
final class JobNames {

  private static final String PREFIX = "id-";

  /** The other characters; each becomes a hyphen and its index here. */
  private static final String OTHERS = "_.-";

  private static final Pattern JOB_ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,62}");
  private static final Pattern NAME =
      Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?([.][a-z0-9]([-a-z0-9]*[a-z0-9])?)*");

  private JobNames() {}

  static boolean isJobId(String text) {
    return JOB_ID.matcher(text).matches();
  }

  /** The name of a job's resource: a DNS subdomain of at most 129 characters. */
  static String of(String jobId) {
    if (NAME.matcher(jobId).matches() && !jobId.startsWith(PREFIX)) {
      return jobId;
    }
    StringBuilder name = new StringBuilder(PREFIX);
    for (char c : jobId.toCharArray()) {
      int other = OTHERS.indexOf(c);
      if (other >= 0) {
        name.append('-').append(other);
      } else if (Character.isUpperCase(c)) {
        name.append('-').append(Character.toLowerCase(c));
      } else {
        name.append(c);
      }
    }
    return name.toString();
  }
}
