package dev.reprise.source.snaplogic.http;

import dev.reprise.record.Exit;
import dev.reprise.record.Problem;
import dev.reprise.record.RefusedException;
import dev.reprise.web.Intake;
import dev.reprise.web.transfer.Incoming;
import dev.reprise.web.transfer.Spool.Upload;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.tomcat.util.http.fileupload.FileItemIterator;
import org.apache.tomcat.util.http.fileupload.FileItemStream;
import org.apache.tomcat.util.http.fileupload.FileUpload;
import org.apache.tomcat.util.http.fileupload.FileUploadException;
import org.apache.tomcat.util.http.fileupload.servlet.ServletRequestContext;

/**
 * Takes the parts of a form as they come, each straight into the spool. Vendor: {@code file} is the archive, {@code file_account} the edited
 * accounts, {@code file_expr} an archive of expression files; their file names mean nothing.
 */
final class MultipartBody implements Intake.Body {

    private static final Map<String, String> ENDINGS =
            Map.of("file", ".zip", "file_account", ".accounts.json", "file_expr", ".expr.zip");

    @Override
    public Intake.Received receive(HttpServletRequest request, Incoming incoming) {
        String type = request.getContentType();
        if (type == null || !type.regionMatches(true, 0, "multipart/form-data", 0, 19)) {
            throw refused("content-type-wrong", "'%s' is not multipart/form-data".formatted(type));
        }
        SortedMap<String, Upload> parts = new TreeMap<>();
        try {
            FileItemIterator items = new FileUpload().getItemIterator(new Form(request, incoming.content()));
            while (items.hasNext()) {
                part(items.next(), parts, incoming);
            }
        } catch (FileUploadException e) {
            throw refused("form-malformed", "the form cannot be read: " + e.getMessage());
        } catch (IOException e) {
            throw refused("upload-broken", "the upload broke off");
        }
        Upload file = parts.remove("file");
        if (file == null) {
            throw refused("part-missing", "the form has no part 'file'");
        }
        return new Intake.Received(file, parts);
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

    private static void part(FileItemStream item, Map<String, Upload> parts, Incoming incoming) throws IOException {
        String name = String.valueOf(item.getFieldName());
        String ending = ENDINGS.get(name);
        String option = name.replace('_', '-');
        if (ending == null || parts.containsKey(option)) {
            throw refused("part-unknown", "the part '%s' is unknown, or there twice".formatted(name));
        }
        parts.put(option, incoming.receive(item.openStream(), ending));
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
