// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.application;

import java.util.List;

/**
 * A call of main that returned.
 *
 * @param number counts from 1
 * @param left what the application left running at that moment, as whole sentences
 */
record Call(int number, List<String> left) {

  Call {
    left = List.copyOf(left);
  }
}
