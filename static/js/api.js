// The page on which the API is tried: Swagger UI over our own description, nothing fetched from elsewhere.
const place = document.getElementById("api");

window.SwaggerUIBundle({
  url: place.dataset.url,
  domNode: place,
  deepLinking: true,
  docExpansion: "list",
  defaultModelsExpandDepth: -1,
  supportedSubmitMethods: ["get"],
  validatorUrl: null,
});
