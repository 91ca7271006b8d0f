package io.github.curvelane.spark;

/** How the sums of partitions come to the driver. The bits are the same. */
enum Reduction {
  /** Each partition's, in the order of arrival. */
  DRIVER,
  /** Those of about √P partitions are added by one of √P tasks. */
  GROUPS,
  /** Each task adds some coordinates of all partitions' sums. */
  SLICES
}
