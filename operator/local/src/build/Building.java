// SPDX-License-Identifier: Apache-2.0

/** The first line of {@code mvn -q -Plocal}, which would say nothing for minutes otherwise. */
class Building {

  public static void main(String[] args) {
    System.out.println(
        "Building the operator and the runner; the first time, Maven downloads up to 1 GB ...");
  }
}
