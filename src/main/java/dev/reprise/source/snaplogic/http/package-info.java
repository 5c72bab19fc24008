/** SnapLogic's API for projects and API versions, as its clients call it. */
@NullMarked
package dev.reprise.source.snaplogic.http;

import org.jspecify.annotations.NullMarked;
