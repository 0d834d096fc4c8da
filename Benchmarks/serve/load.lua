-- wrk's request: an image in a form. IMAGE names the file.
local file = io.open(os.getenv("IMAGE"), "rb")
local content = file:read("*all")
file:close()
wrk.method = "POST"
wrk.headers["Content-Type"] = "multipart/form-data; boundary=b"
wrk.body = '--b\r\nContent-Disposition: form-data; name="file"; filename="x.jpeg"\r\n' ..
  'Content-Type: image/jpeg\r\n\r\n' .. content .. '\r\n--b--\r\n'
