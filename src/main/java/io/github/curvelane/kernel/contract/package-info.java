/** What an implementation of the kernels provides. Arguments were checked by the caller. */
package io.github.curvelane.kernel.contract;
