package dev.reprise.source.snaplogic.http;

import dev.reprise.record.Exit;
import dev.reprise.record.Problem;
import dev.reprise.record.RefusedException;
import dev.reprise.web.Intake;
import dev.reprise.web.transfer.Spool;
import dev.reprise.web.transfer.Spool.Upload;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.tomcat.util.http.fileupload.FileItemIterator;
import org.apache.tomcat.util.http.fileupload.FileItemStream;
import org.apache.tomcat.util.http.fileupload.FileUpload;
import org.apache.tomcat.util.http.fileupload.FileUploadException;
import org.apache.tomcat.util.http.fileupload.servlet.ServletRequestContext;

/**
 * Takes the parts of a form as they come, each straight into the spool. Vendor: {@code file} is the archive, {@code file_account} the edited
 * accounts, {@code file_expr} an archive of expression files; their file names mean nothing. What was spooled of a bad form may be another
 * request's as well, and so is left to be reclaimed.
 */
final class MultipartBody implements Intake.Body {

    private static final Map<String, String> ENDINGS =
            Map.of("file", ".zip", "file_account", ".accounts" + Spool.SECRET, "file_expr", ".expr.zip");

    @Override
    public Intake.Received receive(HttpServletRequest request, InputStream content, Spool spool) {
        String type = request.getContentType();
        if (type == null || !type.regionMatches(true, 0, "multipart/form-data", 0, 19)) {
            throw refused("content-type-wrong", "'%s' is not multipart/form-data".formatted(type));
        }
        Map<String, Upload> parts = new HashMap<>();
        try {
            return received(new Form(request, content), spool, parts);
        } catch (RuntimeException e) {
            parts.values().forEach(spool::discard);
            throw e;
        }
    }

    private static Intake.Received received(Form form, Spool spool, Map<String, Upload> parts) {
        try {
            FileItemIterator items = new FileUpload().getItemIterator(form);
            while (items.hasNext()) {
                part(items.next(), parts, spool);
            }
        } catch (FileUploadException e) {
            throw refused("form-malformed", "the form cannot be read: " + e.getMessage());
        } catch (IOException e) {
            throw refused("upload-broken", "the upload broke off");
        }
        Upload file = parts.get("file");
        if (file == null) {
            throw refused("part-missing", "the form has no part 'file'");
        }
        Map<String, String> options = new HashMap<>();
        List<Upload> others = new ArrayList<>();
        parts.forEach((name, upload) -> {
            if (upload != file) {
                options.put(name.replace('_', '-'), upload.file().toString());
                others.add(upload);
            }
        });
        return new Intake.Received(file, options, others);
    }

    /** The whole of the form is read as the upload that it is, with what stands before and between its parts. */
    private static final class Form extends ServletRequestContext {

        private final InputStream content;

        Form(HttpServletRequest request, InputStream content) {
            super(request);
            this.content = content;
        }

        @Override
        public InputStream getInputStream() {
            return content;
        }
    }

    private static void part(FileItemStream item, Map<String, Upload> parts, Spool spool) throws IOException {
        String ending = ENDINGS.get(String.valueOf(item.getFieldName()));
        if (ending == null || parts.containsKey(item.getFieldName())) {
            throw refused("part-unknown", "the part '%s' is unknown, or there twice".formatted(item.getFieldName()));
        }
        parts.put(item.getFieldName(), spool.receive(item.openStream(), ending));
    }

    private static RefusedException refused(String code, String what) {
        return new RefusedException(
                Exit.USAGE,
                Problem.unchanged(
                        code,
                        what,
                        null,
                        "Send multipart/form-data with the parts file and, if there are any, file_account and file_expr."));
    }
}
